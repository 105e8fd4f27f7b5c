"""Asks a server for the census model with tritonclient and kserve, each as it is by default.

    clients.py http://HOST:PORT MODEL

Prints what each was told; ends with an error where they differ.
"""

import asyncio
import json
import sys
import urllib.request

import kserve
import numpy
import tritonclient.http as triton

address, name = sys.argv[1:]
row = json.load(open("row.json"))


def predict():
    request = urllib.request.Request(f"{address}/predict", json.dumps({"rows": [row, row]}).encode())
    with urllib.request.urlopen(request) as answer:
        predictions = json.load(answer)["predictions"]
    return [list(prediction["probabilities"].values()) for prediction in predictions]


def ask_triton(**options):
    client = triton.InferenceServerClient(address.removeprefix("http://"))
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready(name)
    assert "binary_tensor_data" in client.get_server_metadata()["extensions"]
    metadata = client.get_model_metadata(name)
    assert client.get_model_config(name)["input"][0]["name"] == metadata["inputs"][0]["name"]
    assert [model["name"] for model in client.get_model_repository_index()] == [name]
    inputs = []
    for described in metadata["inputs"]:
        value = row[described["name"]]
        is_text = described["datatype"] == "BYTES"
        array = numpy.array([[value], [value]], dtype=object if is_text else triton_type(described["datatype"]))
        tensor = triton.InferInput(described["name"], array.shape, described["datatype"])
        tensor.set_data_from_numpy(array)
        inputs.append(tensor)
    result = client.infer(name, inputs, **options)
    assert result.as_numpy("label").tolist()[0] == result.as_numpy("label").tolist()[1]
    asked = client.get_inference_statistics(name)["model_stats"][0]["inference_count"]
    assert asked >= 2
    ranked = client.infer(name, inputs, outputs=[triton.InferRequestedOutput("probabilities", class_count=1)])
    assert ranked.as_numpy("probabilities").shape == (2, 1)
    client.load_model(name)
    return result.as_numpy("probabilities").tolist()


def triton_type(datatype):
    return {"FP64": numpy.float64, "FP32": numpy.float32, "INT64": numpy.int64}[datatype]


async def ask_kserve(protocol, build, read):
    client = kserve.InferenceRESTClient(kserve.RESTConfig(protocol=protocol) if protocol else None)
    assert await client.is_server_live(address) is True and await client.is_model_ready(address, name) is True
    # Its first protocol has no readiness of a server.
    assert protocol is None or await client.is_server_ready(address) is True
    answer = await client.infer(address, build(), model_name=name)
    await client.close()
    return read(answer)


def kserve_request():
    inputs = []
    for column, value in row.items():
        is_text = isinstance(value, str)
        tensor = kserve.InferInput(column, [2, 1], "BYTES" if is_text else "FP64")
        tensor.set_data_from_numpy(
            numpy.array([[value], [value]], dtype=object if is_text else numpy.float64), binary_data=not is_text)
        inputs.append(tensor)
    return kserve.InferRequest(name, inputs)


def kserve_probabilities(answer):
    output = next(output for output in answer.outputs if output.name == "probabilities")
    return output.as_numpy().tolist()


expected = predict()
answers = {
    "tritonclient": ask_triton(),
    "tritonclient, packed": ask_triton(request_compression_algorithm="gzip", response_compression_algorithm="deflate"),
    "kserve v1": asyncio.run(
        ask_kserve(None, lambda: {"instances": [row, row]}, lambda answer: [p["probabilities"] for p in answer["predictions"]])),
    "kserve v2": asyncio.run(ask_kserve("v2", kserve_request, kserve_probabilities)),
}
for client, probabilities in answers.items():
    assert probabilities == expected, (client, probabilities, expected)
    print(f"{client}: as /predict")
