"""The model of peer_model.py behind BentoML, for benchmarks/serving.py: bentoml serve bentoml_server:Model"""

import bentoml

import peer_model


@bentoml.service(workers=1)
class Model:
    @bentoml.api(route="/predict")
    def predict(self, rows: list[peer_model.Row]) -> dict:
        return peer_model.predict(rows)
