#!/usr/bin/env python3
"""Turns a Parquet table of articles (id, title, date, text) into a table of answers with Apache Spark.

Each task runs one `mujaz filter` over its partition, and a task whose process fails is tried again by Spark. The program
and its models must be on each machine, at the same path.

    spark.py articles.parquet answers --master spark://host:7077 -- --translator /models/opus-mt-tc-big-ar-en --beams 4
"""

import argparse
import json
import os
import pathlib
import shlex
import sys
from collections.abc import Iterator

import pandas
from pyspark.sql import DataFrame, SparkSession

import mujaz_filter

# `RDD.pipe` knows failures only by an exit code other than 0. With 4 all lines are answered.
ANSWERED = '"$@"; code=$?; [ $code -eq 4 ] || exit $code'
# Answers that are handed on together.
BATCH = 64


def by_pandas(articles: DataFrame, command: list[str]) -> DataFrame:
    """The answers as typed columns."""

    def answer(frames: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
        rows = []
        lines = (line for frame in frames for line in mujaz_filter.lines_of(frame))
        for line in mujaz_filter.stream(command, lines):
            rows.append(json.loads(line))
            if len(rows) == BATCH:
                yield pandas.DataFrame(rows, columns=mujaz_filter.COLUMNS)
                rows = []
        if rows:
            yield pandas.DataFrame(rows, columns=mujaz_filter.COLUMNS)

    return articles.mapInPandas(answer, mujaz_filter.SCHEMA)


def by_pipe(articles: DataFrame, command: list[str]):
    """The answers as lines, without Python in between. Without `checkCode` Spark takes the answers that a killed process
    gave for all there are. Without `env` the process has no environment at all, not even PATH and HOME."""
    kept = ("PATH", "HOME", "LD_LIBRARY_PATH", "MUJAZ_MODELS", "MUJAZ_LIBTORCH_CUDA")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    checked = shlex.join(["sh", "-c", ANSWERED, "mujaz", *command])
    return articles.toJSON().pipe(checked, env=env, checkCode=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", help="Parquet file or folder")
    parser.add_argument("answers", help="folder to write: Parquet, with --via pipe JSON Lines")
    parser.add_argument("options", nargs="*", help="options of mujaz filter, after --")
    parser.add_argument("--via", choices=["pandas", "pipe"], default="pandas")
    parser.add_argument("--master", default="local-cluster[2,1,1024]", help="default: two workers with a core each, here")
    parser.add_argument("--partitions", type=int, default=12, help="a lost partition is done again, so minutes each")
    parser.add_argument("--mujaz", default="mujaz", help="the program, on each machine")
    arguments = parser.parse_args()

    # The Python of the workers. On a cluster it lies at this path on each machine, or comes with `--archives`.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = (
        SparkSession.builder.appName("mujaz")
        .master(arguments.master)
        .config("spark.task.maxFailures", 4)
        # Cores of a task. For `--replicas 4` say 4 here.
        .config("spark.task.cpus", 1)
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", BATCH)
        .getOrCreate()
    )
    context = spark.sparkContext
    context.setLogLevel("ERROR")
    context.addPyFile(str(pathlib.Path(__file__).with_name("mujaz_filter.py")))
    command = mujaz_filter.command(arguments.mujaz, arguments.options)
    mujaz_filter.check_use(command)
    columns = [f"cast({name} as string) as {name}" for name in ("id", "title", "date", "text")]
    articles = spark.read.parquet(arguments.articles).selectExpr(*columns).repartition(arguments.partitions)

    # One action. A second one on the same table, as count(), would translate everything again.
    if arguments.via == "pipe":
        by_pipe(articles, command).saveAsTextFile(arguments.answers)
        answers = spark.read.schema(mujaz_filter.SCHEMA).json(arguments.answers)
    else:
        by_pandas(articles, command).write.parquet(arguments.answers)
        answers = spark.read.parquet(arguments.answers)
    for row in answers.groupBy("outcome").count().orderBy("outcome").collect():
        print(f"{row['outcome']}: {row['count']}")
    spark.stop()


if __name__ == "__main__":
    main()
