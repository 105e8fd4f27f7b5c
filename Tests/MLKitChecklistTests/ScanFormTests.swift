import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Forms in which secrets and data about people stand in files of many kinds, and lines that only look so. What is found
/// is put together here, so that this file does not hold it.
@Suite struct ScanFormTests {
    private func hits(_ probe: String, _ path: String, _ text: String) async throws -> ProbeVerdict {
        try await ProbeProject(tracked: [path: text.replacing("~", with: "") + "\n"]).verdict("\(probe): none")
    }

    @Test(arguments: [
        ("run.sh", "mysql -u root -p'wxRV0L~icaqJD' db"), ("run.sh", "sshpass -p wxRV0L~icaqJD ssh host"),
        ("a.py", "wandb.login(key=\"349e455d52613c28~13c40d2affbb149497827894\")"),
        ("hive-site.xml", "<property><name>javax.jdo.option.Connection~Password</name><value>0niSNyw1psv7NT</value></property>"),
        ("core-site.xml", "<name>fs.s3a.secret.~key</name>\n  <value>0niSNyw1psv7NT0niSNyw1psv7NT</value>"),
        ("Info.plist", "<key>API~Key</key>\n<string>0niSNyw1psv7NT0niSNyw1psv7NT</string>"),
        ("a.py", "url = \"https://a.blob.core.windows.net/c?sv=2020-08-04&si~g=7N6BuDDgmjPkex3y34EjJqhr0kWsRpcE5cw7Wxu8dSb%3D\""),
        ("config.rb", "config.secret_key_~base = '8f0c6ab1c5f4e2d98f0c6ab1c5f4e2d9'"), ("app.php", "$db_pass~word = 'x9Kd02mfPq';"),
        ("Main.java", "String API_~KEY = \"k3yRin9xQ2k3yRin9xQ2k3yRin9xQ2aa\";"), ("x.yml", "      - POSTGRES_PASS~WORD=x9Kd02mfPqaa"),
        ("x.env", "REDIS_URL=redis://:x9Kd02~mfPqaa@cache:6379/0"), ("x.cs", "var c = \"Server=a;Password=x9Kd~02mfPqaa\";"),
    ])
    func aSecretIsFoundInItsForm(path: String, text: String) async throws {
        let found = try await hits("secrets", path, text)
        #expect(found.outcome == .failed, "\(found.message)")
    }

    @Test(arguments: [
        ("run.sh", "docker run -p 3306:3306 mysql"), ("run.sh", "mysql -u root -p$PASSWORD db"), ("run.sh", "mysql -p db"),
        ("run.sh", "docker login -u $USER -p $PASS"), ("a.py", "trainer.login(key=monthly_income)"),
        ("site.xml", "<name>javax.jdo.option.ConnectionPassword</name>\n<value>${env.PASSWORD}</value>"),
        ("site.xml", "<name>dfs.replication</name>\n<value>0niSNyw1psv7NT0niSNyw1psv7NT</value>"),
        ("a.py", "url = \"https://a/b?sig=none&sv=1\""), ("a.tf", "password = random_password.db.result"),
        ("a.yaml", "adminPassword: \"\"  # set by CI"), ("a.py", "SECRET_NAME = \"prod/db/password\""),
        ("a.json", "{\"next_page_token\": \"CAUQAA\"}"), ("a.py", "foreign_key=\"users.id\", cache_key=\"user:1234:profile\""),
    ])
    func whatOnlyLooksSoIsNone(path: String, text: String) async throws {
        let found = try await hits("secrets", path, text)
        #expect(found.passes, "\(found.message)")
    }

    @Test(arguments: [
        ("a.md", "Telefon 030~1234567."), ("a.md", "Ring +49 30 123~4567. 12 people do."), ("a.md", "Call 202-555-01~43. 3 others did."),
        ("a.md", "call 1-800-356-93~77 now"), ("a.md", "(030) 123~4567."), ("a.md", "Fax: 030/12~345678."),
        ("a.csv", "id;Geburts~datum;score\n1;12.03.1984;2\n2;01.11.1990;3"),
        ("a.csv", "id,Str~aße,PLZ\n1,Lindenweg 3,10969\n2,Ahornallee 7,10115"),
        ("a.csv", "id\tpho~ne\n1\t+4915112345678\n2\t+4915198765432"), ("a.json", "{\"lat\": 48.858~370, \"longitude\": 2.294481}"),
    ])
    func dataAboutPeopleIsFoundInItsForm(path: String, text: String) async throws {
        let found = try await hits("personal_data", path, text)
        #expect(found.outcome == .failed, "\(found.message)")
    }

    @Test(arguments: [
        ("a.json", "{\"lat_ms\": 12.12345, \"lon_ms\": 13.12345}"), ("a.md", "Chapter 1-800-356 and 3. 5 more"),
        ("a.csv", "birth_rate,country\n10.5,DE\n9.8,FR"),
        ("a.csv", "id;feature;x\n1;age;2\n2;income;3"), ("a.md", "The phone rang 12 times. 2024 was long."),
        ("a.md", "call 1-2-3-4567 times"),
    ])
    func whatIsOfNobodyPasses(path: String, text: String) async throws {
        let found = try await hits("personal_data", path, text)
        #expect(found.passes, "\(found.message)")
    }

    private static let long = "k3yRin9xQ2Lm7TzB4vWc8HsDp6NfJ5aG"

    @Test(arguments: [
        ("run.sh", "git remote add origin https://39c77d2f50540a7e~dca5b4eec0a0f98b7fd216d6@github.com/o/r.git"),
        ("kubeconfig", "    client-key-da~ta: \(long)"), ("secret.yaml", "  tls.key: LS0tLS1CRUdJTi~BSU0EgUFJJVkFURSBLRVktLS0tLQ=="),
        ("secret.yaml", "  ssh: LS0tLS1CRUdJTi~BPUEVOU1NIIFBSSVZBVEUgS0VZLS0tLS0="),
        ("run.sh", "wandb login 349e455d52613c28~13c40d2affbb149497827894"),
        ("ci.yml", "      - run: docker login -u ada -p xo1j80~Xc5uPQou ghcr.io"), ("run.sh", "twine upload -p xo1j80~Xc5uPQou dist/*"),
        ("run.sh", "curl -u ada:xo1j80~Xc5uPQou https://x"), ("a.py", "os.environ['KAGGLE_~KEY'] = '357eca511228bd9e1785d599875c7b2e'"),
        ("run.sh", "aws configure set aws_secret_access_~key \(long)"), ("redis.conf", "requirepa~ss \(long)"),
        ("a.py", "requests.get(url, auth=(\"ada\", \"tw4h~12ly4aMvZK\"))"), ("pod.yaml", "- name: DB_PASS~WORD\n  value: Ed1xKvFXac37"),
        ("v.tf", "variable \"db_pass~word\" {\n  type = string\n  default = \"NCbrvEPTPocJ7s\"\n}"),
        ("a.json", "{\"name\": \"API_~KEY\", \"value\": \"\(long)\"}"),
        ("a.md", "Log in with the password `uut7ig~MWKzDj`."),
        ("a.py", "u = \"https://discord.com/api/web~hooks/452503221564995841/\(long)\(long)\""),
        ("a.py", "co = cohere.Client(\"~\(long)\")"), ("a.py", "bot.run(\"MTIzNDU2Nzg5MDEyMzQ1Njc4~OQ.GiReck.\(long)\")"),
    ])
    func aSecretIsFoundWhereItStands(path: String, text: String) async throws {
        let found = try await hits("secrets", path, text)
        #expect(found.outcome == .failed, "\(found.message)")
    }

    @Test(arguments: [
        ("a.md", "export OPENAI_API_KEY=\"sk-your-key-here-your-key-here-0000\""),
        ("values.yaml", "existingSecret: my-release-postgresql-12"),
        ("pod.yaml", "imagePullSecret: registry-west-2024"),
        ("a.yaml", "secret: 'ENC[AES256_GCM,data:ab1CD,iv:12eF+/,tag:xY/+z==,type:str]'"),
        ("sealed.yaml", "    password: AgBy" + String(repeating: "k3yRin9xQ2Lm7Tz+", count: 45)),
        ("ci.yml", "run: docker login -u $USER --password-stdin && docker run -p 8080:8080 x"),
        ("a.py", "sentry_sdk.init(dsn=\"https://349e455d52613c2813c40d2affbb1494@o1.ingest.sentry.io/1\")"),
        ("run.sh", "curl -u user:password https://x"),
        ("a.md", "pip install git+https://github.com/o/r@39c77d2f50540a7edca5b4eec0a0f98b7fd216d6"),
        ("a.py", "Client(\"https://service.internal.example.net/v1/predictions\")"),
        ("a.yaml", "cert: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t"),
        ("a.py", "Module_with_a_name_of_so.module.another_long_function_name_here"),
        ("a.py", "monkeypatch.setenv(\"API_KEY\", \"test-key-123\")"), ("a.yaml", "secretKey: db-password-1"),
        ("pod.yaml", "- name: DB_PASSWORD\n  value: $(FROM_STEP_1)"),
        ("pod.yaml", "- name: DB_PASSWORD\n  valueFrom: {secretKeyRef: {name: a1, key: b2}}"),
        ("v.tf", "variable \"region\" {\n  default = \"eu-west-1-and-more\"\n}"), ("a.md", "set the password `MIN_LENGTH_8`"),
        ("run.sh", "git config set user.name Ada1"),
        ("run.sh", "oc get pods -p production-east-1"),
    ])
    func whatOnlyStandsThereIsNone(path: String, text: String) async throws {
        let found = try await hits("secrets", path, text)
        #expect(found.passes, "\(found.message)")
    }

    @Test(arguments: [
        ("Dockerfile", "FROM x\nENV MYSQL_ROOT_PASS~WORD S3cr3tPw99"), ("api.dockerfile", "ENV TOKEN \(long)"),
        ("a.config", "<add key=\"DbPass~word\" value=\"S3cr3tPw99\" />"),
        ("a.sh", "curl -H \"Authorization: to~ken 0123456789abcdef0123456789abcdef01234567\" https://api.github.com"),
        ("a.go", "const apiK~ey string = \"AbCdEfGhIjKl0123456789MnOp\""), ("a.yml", "pass~word: !!str S3cr3tPw99"),
        (".env", "PASS~WORD='p@ss w0rd 9x'"),
        ("a.R", "Sys.setenv(OPENAI_~KEY = \"Ab3dEfGh1jKlMn0pQrStUvWx\")"), ("a.sql", "CREATE USER bob IDENTIFIED BY 'S3cr3t~Pw99';"),
        ("a.sql", "alter user bob identified with mysql_native_password by 'S3cr3t~Pw99';"),
        ("a.sql", "CREATE ROLE bob WITH LOGIN PASSWORD 'S3cr3t~Pw99';"),
        ("a.py", "x = \"nva~pi-\(long)\(long)\""),
    ])
    func aSecretIsFoundInFormsOfLanguages(path: String, text: String) async throws {
        let found = try await hits("secrets", path, text)
        #expect(found.outcome == .failed, "\(found.message)")
    }

    @Test(arguments: [
        ("Dockerfile", "ENV DB_PASSWORD $DB_PASSWORD"), ("Dockerfile", "ENV TOKENIZERS_PARALLELISM false"),
        ("Dockerfile", "ENV PASSWORD changeme"),
        ("a.config", "<add key=\"DbPassword\" value=\"${DB_PASSWORD}\" />"), ("a.config", "<add key=\"Timeout\" value=\"S3cr3tPw99\" />"),
        ("a.sh", "curl -H \"Authorization: token $GITHUB_TOKEN\" https://x"),
        ("a.md", "The token 0123456789abcdef0123456789abcdef01234567 is the next one"),
        ("a.go", "const name string = \"AbCdEfGhIjKl0123456789MnOp\""), ("a.yml", "password: !Ref DbPassword1x9"),
        ("a.yml", "password: !!str ${DB_PASSWORD}"),
        (".env", "PASSWORD='see the vault of 1password'"), ("a.sql", "CREATE USER bob IDENTIFIED BY 'password';"),
        ("a.sql", "CREATE USER bob IDENTIFIED BY '${PW}';"),
        ("a.md", "The rows are identified by 'row-1234's place"), ("a.R", "Sys.setenv(OPENAI_KEY = key_from_file)"),
        ("pod.yaml", "secretKeyRef: {name: x1, key: password}\nvalue: eu-west-1a"),
    ])
    func whatOnlyHasTheFormIsNone(path: String, text: String) async throws {
        let found = try await hits("secrets", path, text)
        #expect(found.passes, "\(found.message)")
    }

    /// A file in UTF-32 is text, with its mark and, if it is all ASCII, without; a column of numbers is none.
    @Test(arguments: [true, false], [true, false]) func aSecretInUTF32IsFound(isLittle: Bool, hasMark: Bool) async throws {
        let project = try ProbeProject(tracked: [".env": "x"])
        func bytes(_ units: [UInt32]) -> [UInt8] {
            units.flatMap { unit -> [UInt8] in
                let big = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: unit >> UInt32($0)) }
                return isLittle ? big.reversed() : big
            }
        }
        let line = "API_" + "KEY=\(Self.long)\n"
        let mark: [UInt32] = hasMark ? [0xFEFF] : []
        try project.files.write(bytes(mark + line.unicodeScalars.map(\.value)), to: ProbeProject.root.appending(".env"))
        let found = try await project.verdict("secrets: none")
        #expect(found.outcome == .failed && found.message.contains("`.env` line 1"), "\(found.message)")
        let numbers: [UInt32] = (0..<100).map { UInt32(300 + 7 * $0) }
        try project.files.write(bytes(numbers), to: ProbeProject.root.appending(".env"))
        #expect(try await project.outcome("secrets: none") == .unknown)
    }

    /// Shells of Windows write UTF-16, which has zeros in it.
    @Test func aSecretInUTF16IsFound() async throws {
        let project = try ProbeProject(tracked: [".env": "x"])
        for isLittle in [true, false] {
            let units = Array(("API_" + "KEY=\(Self.long)\r\n").utf16)
            let bytes = units.flatMap { isLittle ? [UInt8($0 & 0xFF), UInt8($0 >> 8)] : [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            try project.files.write((isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]) + bytes, to: ProbeProject.root.appending(".env"))
            let found = try await project.verdict("secrets: none")
            #expect(found.outcome == .failed && found.message.contains("`.env` line 1"), "\(found.message)")
        }
        try project.files.write([0, 1, 2, 3], to: ProbeProject.root.appending(".env"))
        #expect(try await project.outcome("secrets: none") == .unknown)
    }

    @Test(arguments: [
        ("a.md", "cell. 347 123~4567"), ("a.md", "Teléfono: 612 34~5 678"), ("a.md", "(11) 91234-5~678 whatsapp"),
        ("a.md", "手机 138123~45670"),
        ("a.md", "我的电话：138123~45670。"), ("a.md", "tel. 601 23~4 567"), ("a.md", "тел. 8 (495) 123-4~5-67"),
        ("a.yaml", "phone: '0049170~1234567'"),
        ("a.md", "12 rue de la Paix, 750~02 Paris"), ("a.md", "Via Roma 12, 001~84 Roma"), ("a.md", "Calle Mayor 5, 280~13 Madrid"),
        ("a.md", "Keizersgracht 123, 10~15 CJ Amsterdam"), ("a.md", "742 Evergreen Ter~race, Springfield, IL"),
        ("a.md", "Tel 089 / 12 34~ 56 78"), ("a.md", "06.12.34.5~6.78"), ("a.md", "GSM 0499 12 34~ 56"),
        ("a.csv", "name,age,city\nAda Love~lace,36,London\nAlan Turing,41,Wilmslow"),
        ("a.csv", "Name;Sex\n\"Braund, Mr. Ow~en\";male\n\"Allen, Mr. John\";male"),
        ("a.csv", "id,aad~haar\n1,2345 6789 0123\n2,3456 7890 1234"),
    ])
    func dataAboutPeopleIsFoundWhereItStands(path: String, text: String) async throws {
        let found = try await hits("personal_data", path, text)
        #expect(found.outcome == .failed, "\(found.message)")
    }

    @Test(arguments: [
        ("a.txt", "51 Franklin Street, Fifth Floor, Boston, MA 02110-1301 USA"), ("a.py", "x = '010-020-030'"),
        ("a.md", "cell 12 of 345 678 900 rows"),
        ("a.md", "via pip 24, 10000 Rows a second"), ("a.csv", "name,age\nresnet,3\nvit,4"),
        ("a.csv", "name,value\nLearning Rate,0.1\nBatch Size,32"),
        ("a.md", "Figure (11) 1234-1240 and (12) 12345-12350"), ("a.md", "place 3, 1200 AB Tests"), ("a.md", "Via the CLI 2, 10000 Users"),
        ("a.md", "Table 3, 1000 MB Limit"),
        ("a.md", "Epoch 001-100, steps 010-200-300"), ("a.md", "MobileNet 0.25 128 128"), ("a.md", "call 100 200 300"),
        ("a.md", "the route 66, 12345 Rows"),
    ])
    func whatOnlyStandsAsDataOfPeoplePasses(path: String, text: String) async throws {
        let found = try await hits("personal_data", path, text)
        #expect(found.passes, "\(found.message)")
    }
}
