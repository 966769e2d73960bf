"""Formats results as Markdown: medians, their ranges, and ratios to a baseline."""

from statistics import median

# The models whose speed is compared, by part.
MODELS = {"speed": "opus-mt-ar-en", "summaries": "distilbart-cnn-12-6", "t5": "FLAN-T5-base"}
START, END = "<!-- table -->", "<!-- /table -->"


def speed(results, baseline):
    """One table for each model and number of beams. `baseline` is (system, precision); ratios compare
    medians within one run of this program."""
    groups = {}
    for result in results:
        if result["part"] in MODELS:
            groups.setdefault((result["part"], result["beams"]), {}).setdefault(
                (result["system"], result["precision"]), []
            ).append(result)
    out = []
    for (part, beams), systems in sorted(groups.items(), key=lambda item: item[0]):
        out += [f"{MODELS[part]}, {'greedy' if beams == 1 else f'{beams} beams'}:", ""]
        out += [f"| system | precision | target tokens per second | range | × {' '.join(baseline)} | batch | peak memory |"]
        out += ["|---|---|---:|---:|---:|---|---:|"]
        reference = middle(systems.get(baseline, []))
        rows = sorted(systems.items(), key=lambda item: -(middle(item[1]) or 0))
        for (system, precision), runs in rows:
            rates = [run["target_tokens_per_second"] for run in runs if "error" not in run]
            if not rates:
                out.append(f"| {system} | {precision} | failed | | | | |")
                continue
            ratio = f"{median(rates) / reference:.2f}" if reference else ""
            good = [run for run in runs if "error" not in run]
            batch = ", ".join(sorted({run["batch"] for run in good}))
            peak = max(run["peak_rss_bytes"] for run in good)
            out.append(
                f"| {system} | {precision} | {median(rates):,.0f} | {min(rates):,.0f}–{max(rates):,.0f} "
                f"| {ratio} | {batch} | {mib(peak)} |"
            )
        out.append("")
    return out


def agreement(results):
    rows = [r for r in results if r["part"] == "agreement"]
    if not rows:
        return []
    out = ["Equal lines, the shipped model's trained weights:", ""]
    out += ["| beams | system | precision | compared with | equal lines |", "|---:|---|---|---|---:|"]
    for r in rows:
        share = "failed" if "error" in r else f"{r['equal']} of {r['lines']} ({100 * r['equal'] / r['lines']:.1f}%)"
        out.append(f"| {r['beams']} | {r['system']} | {r['precision']} | {r.get('reference', '')} | {share} |")
    return [*out, ""]


def memory(results):
    rows = [r for r in results if r["part"] == "memory"]
    if not rows:
        return []
    out = ["Memory:", "", "| system | precision | segments | peak memory | seconds |", "|---|---|---:|---:|---:|"]
    for r in rows:
        if "error" in r:
            out.append(f"| {r['system']} | {r['precision']} | | failed | |")
        else:
            out.append(
                f"| {r['system']} | {r['precision']} | {r['segments']:,} | {mib(r['peak_rss_bytes'])} | {r['seconds']:,.0f} |"
            )
    return [*out, ""]


def page(facts, settings, results, baseline):
    versions = ", ".join(f"{name} {v}" for name, v in facts["versions"].items() if v)
    devices = facts["gpus"] if settings["device"].startswith("cuda") else None
    out = [
        f"{devices + '; ' if devices else ''}{facts['processor']} ({facts['processor_family']}), {facts['cores']} cores "
        f"({', '.join(facts['flags'])}), {facts['memory_gib']} GiB. {versions}. "
        f"{settings['rounds']} round{'s' * (settings['rounds'] > 1)}, device {settings['device']}"
        + (", imitating a processor with AVX2 alone" if settings["imitate_avx2"] else "")
        + (", quick" if settings["quick"] else "")
        + f". Other processes took up to {100 * max((r.get('others', 0) for r in results), default=0):.0f}% of the "
        "machine during a run.",
        "",
    ]
    return "\n".join(out + speed(results, baseline) + agreement(results) + memory(results)).rstrip() + "\n"


def write_readme(path, text):
    readme = path.read_text("utf-8")
    before, rest = readme.split(START, 1)
    _, after = rest.split(END, 1)
    path.write_text(f"{before}{START}\n{text}{END}{after}", "utf-8")


def middle(runs):
    rates = [run["target_tokens_per_second"] for run in runs if "error" not in run]
    return median(rates) if rates else None


def mib(count):
    return f"{count / 2**20:,.0f} MiB"
