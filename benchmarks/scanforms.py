"""Lines that hold secrets or data about people, each in a form of its own, and lines that only look so: what
`scanning.py` makes files of. All is made up, or put together here, so that this file holds none."""

import base64
import json
import random
import string

LETTERS = string.ascii_letters + string.digits
HEX = "0123456789abcdef"


def text(count, letters=LETTERS):
    return "".join(random.choice(letters) for _ in range(count))


def more_secrets():
    """Forms beside those that every scanner is tried with: other languages, settings of programs, command lines."""
    return {
        "config.rb": f"config.secret_key_base = '{text(64, HEX)}'",
        "app.php": f"$db_password = '{text(13)}';",
        "Main.java": f'private static final String API_KEY = "{text(32)}";',
        "b.rs": f'let password = "{text(10)}!";',
        "c.kt": f'val clientSecret: String = "{text(28)}"',
        "appsettings.json": json.dumps({"ConnectionStrings": {"Default": f"Server=tcp:x.windows.net;User ID=sa;Password={text(14)};"}}),
        "d.cs": f'var conn = "Data Source=db1;Initial Catalog=p;User Id=sa;Password={text(12)}";',
        "compose.yml": f"services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD={text(15)}",
        "values.yaml": f'redis:\n  auth:\n    password: "{text(16)}"',
        "secret.yaml": f"kind: Secret\ndata:\n  password: {base64.b64encode(text(15).encode()).decode()}",
        ".npmrc": f"//registry/:_authToken=npm{'_'}{text(36)}",
        "credentials": f"[default]\naws_secret_access_key = {text(40, LETTERS + '/+')}",
        "run.sh": f"curl -H 'X-Api-Key: {text(32)}' https://a.b",
        "run2.sh": f"mysql -u root -p'{text(12)}' db",
        "run3.sh": f'PGPASSWORD="{text(14)}" psql -h db',
        "n.ipynb": json.dumps({"cells": [{"source": [f'wandb.login(key="{text(40, HEX)}")\n']}]}),
        "tf.tfvars": f'db_password = "{text(18)}"',
        "hive-site.xml": f"<property>\n<name>javax.jdo.option.ConnectionPassword</name>\n<value>{text(14)}</value>\n</property>",
        "Info.plist": f"<key>APIKey</key>\n<string>{text(32)}</string>",
        "sas.py": f'url = "https://a.blob.core.windows.net/c?sv=2020-08-04&ss=b&sig={text(43)}%3D"',
        "redis.env": f"REDIS_URL=redis://:{text(16)}@cache:6379/0",
        "htpasswd": f"ada:$apr1${text(8)}${text(22)}",
        "ansible.yml": f"    ansible_ssh_pass: {text(12)}",
        "basic.py": f'headers={{"Authorization": "Basic {base64.b64encode(("ada:" + text(18)).encode()).decode()}"}}',
        "q.py": f"connect(host='db', user='ml', passwd='{text(10)}')",
        "r.yaml": f"mlflow:\n  s3_secret: '{text(40)}'",
        "x.swift": f'let apiKey = "{text(32)}"',
        "R.R": f'Sys.setenv(API_TOKEN = "{text(40)}")',
        "u.ini": f"[smtp]\npass: {text(12)}",
        "gradle.properties": f"signing.password={text(14)}",
    }


def more_harmless():
    lines = [
        ("py", 'password = getpass.getpass("Enter password")'), ("py", 'token = request.headers["Authorization"].split()[1]'),
        ("py", 'tokenizer.add_special_tokens({"additional_special_tokens": ["<extra_id_0>"]})'), ("yaml", "api_key: ${API_KEY}"),
        ("yaml", "password:\n  secretKeyRef:\n    name: db-credentials\n    key: password"),
        ("yml", "      - run: echo ${{ secrets.DEPLOY_KEY }} | docker login --password-stdin"),
        ("lock", f"  checksum: {text(64, HEX)}"), ("txt", f"numpy==1.26.0 --hash=sha256:{text(64, HEX)}"),
        ("py", 'if secret != "expected-secret-1": raise ValueError'), ("py", 'assert token == "abc123def456"'),
        ("md", "export OPENAI_API_KEY=sk-..."), ("ts", "interface Login { password: string; token?: string }"),
        ("java", 'String password = System.getenv("DB_PASSWORD");'), ("go", 'token := os.Getenv("TOKEN")'),
        ("html", '<label for="password">Password</label><input id="password" type="password">'),
        ("sh", 'TOKEN="$1"; SECRET=$(aws secretsmanager get-secret-value --secret-id x)'), ("tf", "password = var.db_password"),
        ("tf", "password = random_password.db.result"), ("py", 'SECRET_NAME = "prod/db/password"'),
        ("json", json.dumps({"next_page_token": "CAUQAA"})), ("py", 'MAX_TOKENS = 4096; stop_token = "<|im_end|>"'),
        ("py", f'COMMIT = "{text(40, HEX)}"'), ("py", f'MODEL_SHA256 = "{text(64, HEX)}"'),
        ("md", "| `password` | the password of the database, at least 12 characters |"), ("yaml", "token_type: bearer\nauth_type: oauth2"),
        ("py", 'foreign_key="users.id", sort_key="created_at", cache_key="user:1234:profile"'),
        ("py", 'secret = Secret.from_name("huggingface-secret-2")'), ("csv", "id,token,count\n1,hello,3\n2,world,4"),
        ("sh", "docker run -p 3306:3306 mysql"), ("yaml", f"public_key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{text(43)}"),
    ]
    return {f"j{number:02}.{ending}": line for number, (ending, line) in enumerate(lines, 1)}


def people():
    at = "@"
    lines = [
        ("md", "Ring me at +49 30 1234567."), ("md", "My number is 030/12345678."), ("md", "Call (415) 555-2671 today"),
        ("md", "Tel.: 0171 2345678, after six"), ("py", 'phone = "+1-415-555-2671"'), ("md", "Fax 0044 20 7946 0958"),
        ("md", "reach me on 07700 900123"), ("md", "Telefon 0301234567."), ("md", "+33 1 23 45 67 89. 12 others."),
        ("md", "call 1-800-356-9377 now"), ("json", '{"mobile":"07911123456"}'), ("md", "IBAN DE89 3704 0044 0532 0130 00"),
        ("md", "iban: gb29nwbk60161331926819"), ("md", "GB29-NWBK-6016-1331-9268-19"), ("json", '{"home": [52.520008, 13.404954]}'),
        ("json", '{"lat": 48.858370, "lng": 2.294481}'), ("md", "She lives at 52.5200° N, 13.4050° E"),
        ("eml", f"To: =?UTF-8?Q?J=C3=B6rg?= <joerg.mueller{at}posteo.de>"), ("md", f"mail to jörg.müller{at}posteo.de please"),
        ("md", f"ada.lovelace+work{at}gmail.com"), ("md", "Card 4111 1111 1111 1111 exp 12/27"), ("md", "amex 3782 822463 10005"),
        ("py", 'ssn = "536-22-8765"'), ("md", "Lindenstraße 12, 10969 Berlin"), ("md", "He moved to 221B Baker Street, London"),
        ("csv", "first_name,last_name\nAda,Lovelace\nAlan,Turing"), ("csv", "id;Geburtsdatum;score\n1;12.03.1984;2\n2;01.11.1990;3"),
        ("csv", "id,dob,score\n1,1984-03-12,2\n2,1990-11-01,3"), ("tsv", "id\tphone\n1\t+4915112345678\n2\t+4915198765432"),
        ("csv", f"name,email\nx,ada{at}gmail.com\ny,bob{at}gmx.de"), ("csv", "id,Straße,PLZ\n1,Lindenweg 3,10969\n2,Ahornallee 7,10115"),
        ("csv", "id,iban\n1,DE89370400440532013000\n2,DE02120300000000202051"), ("csv", "id,passport_number\n1,C01X00T478\n2,C01X00T479"),
        ("csv", "customer,latitude,longitude\na,52.52001,13.40495\nb,48.85837,2.29448"),
        ("csv", "id,Full Name,age\n1,Ada Lovelace,36\n2,Alan Turing,41"),
    ]
    return {f"p{number:02}.{ending}": line for number, (ending, line) in enumerate(lines, 1)}


def nobody():
    at = "@"
    lines = [
        ("md", f"git clone git{at}github.com:org/repo.git"), ("md", f"![logo](logo{at}2x.png)"), ("py", f"y = x{at}self.y + z{at}w.T"),
        ("py", f"{at}app.route('/x')\n{at}pytest.mark.skip\ndef f(): pass"), ("md", "id 1234567890123456"),
        ("log", "2026-01-31 12:00:00.123456 worker 0312345"), ("py", "ts = 1700000000000"),
        ("md", f"mail user{at}example.com or a{at}example.org"), ("py", "version = '1.2.3'; phi = 1.618033, 2.718281"),
        ("md", "see pp. 417-420 (2003), ISBN 978-3-16-148410-0"), ("md", "doi 10.1145/3287560.3287596"),
        ("json", '{"id": "550e8400-e29b-41d4-a716-446655440000"}'), ("py", "lr = 0.0012345, 0.0098765"),
        ("csv", "id,x,y\n1,0.1234567,0.7654321\n2,0.2234567,0.8654321"), ("csv", "feature_name,importance\nage,0.3\nincome,0.2"),
        ("csv", "id,city\n1,Berlin\n2,Paris"), ("py", "np.array([52.1234, 13.5678])"), ("yaml", f"image: registry/x{at}sha256:{text(64, HEX)}"),
        ("json", f'{{"name":"{at}types/node","version":"20.11.5"}}'), ("md", "arXiv 1810.03993, 2019"),
        ("md", "127.0.0.1:8080 and 192.168.178.21"), ("md", "49,815 rows; 3,145,728 bytes; 100 200 300 400"),
        ("csv", "timestamp,value\n1700000000,3\n1700000060,4"), ("csv", "model_name,rmse\nTrees,0.2\nNetwork,0.1"),
        ("py", "MAGIC = 4111111111111112"), ("md", f"noreply{at}github.com, you{at}yourcompany.com"),
        ("svg", '<path d="M10.1234,20.5678 30.1234,40.9876"/>'), ("csv", "birth_rate,country\n10.5,DE\n9.8,FR"),
        ("csv", "id,address_count,telephones\n1,3,2\n2,4,1"), ("md", "Version 2024.01.15, build 20240115123456"),
        ("csv", "id,filename\n1,Data.csv\n2,Train.csv"), ("py", f"x = df['a']{at}df['b']; user{at}host"),
        ("json", '{"lat_ms": 12.12345, "lon_ms": 13.12345}'), ("md", "0800-1600 opening hours; 09:00-17:30"),
        ("csv", "person_id,score\n10001,2\n10002,3"), ("md", "loss 0.6931 0.5432 0.4321 geo mean"),
    ]
    return {f"n{number:02}.{ending}": line for number, (ending, line) in enumerate(lines, 1)}
