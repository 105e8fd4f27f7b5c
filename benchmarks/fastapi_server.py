"""The model of peer_model.py behind FastAPI, for benchmarks/serving.py: uvicorn fastapi_server:app"""

import fastapi
import pydantic

import peer_model


class Rows(pydantic.BaseModel):
    rows: list[peer_model.Row]


app = fastapi.FastAPI()


@app.post("/predict")
def predict(body: Rows):
    return peer_model.predict(body.rows)
