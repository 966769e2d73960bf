#!/usr/bin/env python3
"""Turns a Parquet table of articles (id, title, date, text) into a table of answers with Ray Data.

Each actor keeps one `mujaz filter` for all its batches, so that models are loaded once, and starts another if it dies.
If an actor dies, Ray starts it again and hands it its batches again. The program and its models must be on each machine,
at the same path.

    ray_data.py articles.parquet answers --address auto -- --translator /models/opus-mt-tc-big-ar-en --beams 4
"""

import argparse
import json
import pathlib

import pandas
import pyarrow.dataset
import ray

import mujaz_filter

# Processes that are tried for a batch. Whatever ends as many is not an accident.
TRIES = 3


class Translator:
    """An actor: a batch of articles in, a batch of answers out."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._filter: mujaz_filter.Filter | None = mujaz_filter.Filter(command)

    def __call__(self, articles: pandas.DataFrame) -> pandas.DataFrame:
        answers = self._answers(mujaz_filter.lines_of(articles))
        return pandas.DataFrame(map(json.loads, answers), columns=mujaz_filter.COLUMNS)

    def _answers(self, lines: list[bytes]) -> list[bytes]:
        for left in reversed(range(TRIES)):
            self._filter = self._filter or mujaz_filter.Filter(self._command)
            try:
                return self._filter.ask(lines)
            except mujaz_filter.FilterFailed as failed:
                self._filter = None
                if not left or not failed.worth_retrying_here:
                    raise
                print(f"{failed}\nmujaz filter: starting another for this batch")
        raise AssertionError("a batch without a try is a bug")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", help="Parquet file or folder")
    parser.add_argument("answers", help="folder to write, Parquet")
    parser.add_argument("options", nargs="*", help="options of mujaz filter, after --")
    parser.add_argument("--address", help="a cluster; default: one is started here, with a core for each worker")
    parser.add_argument("--workers", type=int, default=2, help="actors, with one core each")
    parser.add_argument("--batch", type=int, default=32, help="articles of a batch; a batch that is lost is done again")
    parser.add_argument("--mujaz", default="mujaz", help="the program, on each machine")
    arguments = parser.parse_args()

    command = mujaz_filter.command(arguments.mujaz, arguments.options)
    mujaz_filter.check_use(command)
    # One core more than the actors hold, in Ray's books: without it nothing may read the table, and the job stands still.
    here = {"num_cpus": arguments.workers + 1, "object_store_memory": 256 << 20, "include_dashboard": False}
    module = str(pathlib.Path(__file__).with_name("mujaz_filter.py"))
    ray.init(address=arguments.address, runtime_env={"py_modules": [module]}, **({} if arguments.address else here))
    ray.data.DataContext.get_current().enable_progress_bars = False
    articles = ray.data.read_parquet(arguments.articles).select_columns(["id", "title", "date", "text"])
    # A small file would be one block, and one actor would do it all.
    answers = articles.repartition(target_num_rows_per_block=arguments.batch).map_batches(
        Translator,
        fn_constructor_args=(command,),
        compute=ray.data.ActorPoolStrategy(size=arguments.workers),
        num_cpus=1,
        batch_size=arguments.batch,
        batch_format="pandas",
    )
    answers.write_parquet(arguments.answers)
    outcomes = pyarrow.dataset.dataset(arguments.answers).to_table(["outcome"])["outcome"]
    for row in sorted(outcomes.value_counts().to_pylist(), key=lambda row: row["values"]):
        print(f"{row['values']}: {row['counts']}")


if __name__ == "__main__":
    main()
