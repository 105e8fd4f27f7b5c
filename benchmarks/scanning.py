"""How many secrets the probe `secrets: none` finds, and how many harmless lines it calls secrets, beside
detect-secrets (and gitleaks, where it is installed) on the same files; and the same of `personal_data: none`.

    python3 -m venv benchmarks/.venv-secrets
    benchmarks/.venv-secrets/bin/pip install -r benchmarks/requirements-secrets.txt
    python3 benchmarks/scanning.py MLKIT [--people] [--corpus FOLDER]

Without `--corpus` the files are made here and in `scanforms.py`, from a fixed seed. With `--people` they are those about
people. With a corpus, the folder is a clone of the public repository Plazmaz/leaky-repo, which says itself (`.leaky-meta/secrets.csv`) how many
lines of each file are a risk.
"""

import argparse
import base64
import json
import pathlib
import random
import shutil
import string
import subprocess
import tempfile

from scanforms import HEX, more_harmless, more_secrets, nobody, people, text

HERE = pathlib.Path(__file__).parent
LIST = """checklist: 1
title: Scan
sections:
  - id: s
    title: S
    items:
      - {id: s.a, title: A, why: W, how: H, maturity: poc, kind: automatic, verify: [{PROBE: none}]}
"""


def planted():
    """A file for each form; put together here, so that this file holds none."""
    return {
        "p01.py": f'key = "AK{"IA"}{text(16, string.ascii_uppercase + "234567")}"',
        "p02.py": f'AWS_SECRET_ACCESS_KEY = "{text(40)}"',
        "p03.env": f"DB_PASSWORD={text(16)}",
        "p04.yaml": f"db: {{user: svc, password: {text(16)}}}",
        "p05.yml": f"database:\n  password: {text(14)}",
        "p06.json": json.dumps({"client_secret": text(24)}),
        "p07.json": json.dumps({"private_key": "-----BEGIN " + "PRIVATE KEY-----\nMIIEvQ\n"}),
        "p08.pem": "-----BEGIN OPENSSH " + "PRIVATE KEY-----\nb3BlbnNz",
        "p09.py": f'url = "postgresql://svc:{text(12)}@db.internal:5432/x"',
        "p10.py": f'hf = "h{"f_"}{text(34)}"',
        "p11.py": f't = "gh{"p_"}{text(36)}"',
        "p12.py": f't = "gl{"pat-"}{text(20)}"',
        "p13.py": f't = "xo{"xb-"}{random.randint(10**11, 10**12 - 1)}-{text(24)}"',
        "p14.py": f't = "https://hooks.slack.com/services/T{text(8).upper()}/B{text(8).upper()}/{text(24)}"',
        "p15.py": f't = "s{"k-proj-"}{text(48)}"',
        "p16.py": f't = "s{"k-ant-api03-"}{text(90)}"',
        "p17.py": f't = "sk{"_live_"}{text(24)}"',
        "p18.py": f't = "S{"G."}{text(22)}.{text(43)}"',
        "p19.toml": f'npm = "npm{"_"}{text(36)}"',
        "p20.py": f't = "pypi{"-AgEIcHlwaS5vcmc"}{text(80)}"',
        "p21.txt": f"AccountName=x;AccountKey={base64.b64encode(random.randbytes(64)).decode()};EndpointSuffix=core",
        "p22.py": f'SECRET_KEY = "{text(31)}"',
        "p23.py": f'headers = {{"Authorization": "Bearer {text(40)}"}}',
        "p24.py": f'jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.{text(43)}"',
        "kaggle.json": json.dumps({"username": "ada", "key": text(32, HEX)}),
        "p26.sh": f"export WANDB_API_KEY={text(40, HEX)}",
        "p27.ini": f"[db]\npassword = {text(12)}",
        "Dockerfile": f"FROM x\nENV API_TOKEN={text(32)}",
        "p29.py": f'k = "AI{"za"}{text(35)}"',
        "p30.tf": f'  password = "{text(16)}"',
        "p31.properties": f"spring.datasource.password={text(14)}",
        "p32.xml": f"<password>{text(14)}</password>",
        ".netrc": f"machine a login b password {text(12)}",
        "p34.md": f"curl -u x --password {text(14)} https://a",
        "p35.py": f'client = C(api_key="{text(32)}")',
        "p36.py": f'def f(password: str = "{text(14)}"): pass',
        "p37.ipynb": json.dumps({"cells": [{"source": [f"os.environ['OPENAI_API_KEY'] = '{text(40)}'"]}]}),
        "p38.env": "DB_PASS=correcthorse" + "battery",
        "p39.py": f'bot = "{random.randint(10**9, 10**10 - 1)}:AA{text(33)}"',
        "p40.py": f'd = "da{"pi"}{text(32, HEX)}"',
    }


def harmless():
    lines = [
        ("py", 'tokenizer.pad_token = "<|endoftext|>"'),
        ("json", '{"bos_token": "<|begin_of_text|>", "eos_token": "<|end_of_text|>"}'),
        ("yaml", 'password: "${DB_PASSWORD}"'),
        ("yml", "      token: ${{ secrets.GITHUB_TOKEN }}"),
        ("py", 'password = os.environ["DB_PASSWORD"]'),
        ("py", 'if password == "supersecret123":\n    pass'),
        ("json", f'"integrity": "sha512-{text(86)}=="'),
        ("lock", f'hash = "sha256:{text(64, HEX)}"'),
        ("env", "DB_PASSWORD=changeme"),
        ("env", "API_KEY=<your-api-key>"),
        ("py", 'API_TOKEN = "your-token-here"'),
        ("md", "Set `password` to your password, e.g. `password: hunter2`"),
        ("py", 'parser.add_argument("--password", help="The password of the user")'),
        ("py", 'token = tokens[0]; secret = get_secret("prod/db")'),
        ("py", 'max_new_tokens = 256\nunk_token="[UNK]"'),
        ("yaml", "secretName: my-app-tls\nsecretKeyRef:\n  key: password"),
        ("py", "api_key=settings.OPENAI_API_KEY, token=self.access_token"),
        ("js", 'const token = req.headers.authorization;\nif (token === "undefined1x") {}'),
        ("html", '<input type="password" name="password" placeholder="Password">'),
        ("py", 'SECRET_KEY = "django-insecure-change-me-please"'),
        ("yml", f"uses: actions/checkout@{text(40, HEX)}"),
        ("py", 'PASSWORD_FIELD = "password_hash"'),
        ("json", f'{{"revision": "{text(40, HEX)}"}}'),
        ("py", 'url = f"postgres://{user}:{password}@{host}/db"'),
        ("sh", "export TOKEN=$(cat /run/secrets/token)"),
        ("env", "SECRET_KEY="),
        ("py", 'key = "AK' + 'IAIOSFODNN7EXAMPLE"'),
        ("json", '{"cls_token": {"content": "[CLS]"}, "tokenizer_class": "PreTrainedTokenizerFast"}'),
        ("yaml", "password: {type: string, minLength: 8}"),
        ("md", "postgres://user:password@localhost/db"),
        ("py", '"token": "refresh_token",'),
        ("py", "def get_password(self, password: str, confirm_password: bool = True) -> str:"),
        ("ts", 'passwordLabel: "Enter your password",\n  token: string;'),
        ("yaml", "token: !vault |"),
        ("py", "    token = data.get('access_token', default='none')"),
    ]
    return {f"h{number:02}.{ending}": line for number, (ending, line) in enumerate(lines, 1)}


def by_mlkit(mlkit, folder, probe):
    """Lines by file, as the probe names them."""
    (folder / "scan-list.yaml").write_text(LIST.replace("PROBE", probe))
    (folder / "mlkit.yaml").write_text("mlkit: 1\nproject: {name: scan}\nchecklists: [scan-list.yaml]\n")
    shutil.rmtree(folder / ".git", ignore_errors=True)
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    subprocess.run(["git", "add", "-A", "-f"], cwd=folder, check=True)
    found = {}
    for path in subprocess.run(["git", "ls-files"], cwd=folder, check=True, capture_output=True, text=True).stdout.split("\n"):
        found[path] = set()
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    out = subprocess.run([mlkit, "check", "verify", "--format", "json"], cwd=folder, env=environment, capture_output=True, text=True)
    for item in json.loads(out.stdout):
        for verdict in item["verdicts"]:
            for hit in verdict["message"].split("; "):
                if "` line " in hit:
                    path, rest = hit.split("` line ")
                    found.setdefault(path.split("`")[-1], set()).add(int(rest.split(" ")[0]))
    return found


def by_detect_secrets(folder):
    program = HERE / ".venv-secrets/bin/detect-secrets"
    out = subprocess.run([program, "scan", "--all-files", "."], cwd=folder, capture_output=True, text=True, check=True)
    return {path: {hit["line_number"] for hit in hits} for path, hits in json.loads(out.stdout)["results"].items()}


def by_gitleaks(folder):
    report = folder / "gitleaks-report.json"
    subprocess.run(
        ["gitleaks", "detect", "--no-git", "--no-banner", "--exit-code", "0", "--source", folder, "--report-format", "json", "--report-path", report],
        check=True, capture_output=True)
    found = {}
    for hit in json.loads(report.read_text()):
        found.setdefault(str(pathlib.Path(hit["File"]).relative_to(folder)), set()).add(hit["StartLine"])
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mlkit", type=pathlib.Path)
    parser.add_argument("--people", action="store_true")
    parser.add_argument("--corpus", type=pathlib.Path)
    options = parser.parse_args()
    random.seed(7)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "files"
        if options.corpus:
            shutil.copytree(options.corpus, folder)
            rows = (folder / ".leaky-meta/secrets.csv").read_text().split("\n")
            risk = {name: int(count) for name, count, _ in (row.rsplit(",", 2) for row in rows if row and row[0] != "#")}
            shutil.rmtree(folder / ".leaky-meta")
        else:
            folder.mkdir()
            plants = people() if options.people else planted() | more_secrets()
            others = nobody() if options.people else harmless() | more_harmless()
            for name, line in {**plants, **others}.items():
                (folder / name).write_text(line + "\n")
            risk = {name: 1 for name in plants} | {name: 0 for name in others}
        scanners = {} if options.people else {"detect-secrets": by_detect_secrets}
        if not options.people and shutil.which("gitleaks"):
            scanners["gitleaks"] = by_gitleaks
        results = {name: scan(folder) for name, scan in scanners.items()}
        results = {"mlkit": by_mlkit(options.mlkit.resolve(), folder, "personal_data" if options.people else "secrets")} | results
    print(f"{'scanner':16} files with hits found      lines   files wrongly named")
    for name, found in results.items():
        files = [path for path, count in risk.items() if count]
        lines = sum(min(len(found.get(path, ())), count) for path, count in risk.items())
        hit = sum(bool(found.get(path)) for path in files)
        wrong = sum(bool(lines) for path, lines in found.items() if not risk.get(path))
        print(f"{name:16} {hit} of {len(files):18}   {lines} of {sum(risk.values())}   {wrong}")


if __name__ == "__main__":
    main()
