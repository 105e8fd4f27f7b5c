import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// Scans for secrets and for data about people.
///
/// What they look for is put together here, so that this file does not hold it.
@Suite struct ScanProbeTests {
    private func verdict(_ probe: String, _ line: String) async throws -> ProbeVerdict {
        try await ProbeProject(tracked: ["src/a.txt": "first\n\(line)\n"]).verdict(probe)
    }

    private static let letters = String(repeating: "aB3", count: 13)

    /// Each with a `~` in it, which is taken out.
    static let secrets: [(String, String)] = [
        ("-----BEGIN RSA PRI~VATE KEY-----", "a private key"), ("id = AK~IAABCDEFGHIJKLMNOP", "an AWS access key"),
        ("gh~p_LETTERS", "a GitHub token"), ("x glp~at-LETTERS", "a GitLab token"),
        ("AI~zaLETTERS", "a Google API key"), ("xo~xb-12345678901", "a Slack token"),
        ("h~f_LETTERS", "a Hugging Face token"), ("s~k-LETTERS", "an OpenAI key"),
        ("eyJ~hbGciOiJI.eyJ~zdWIiOiIx.SflKxwRJSMeKKF2", "a JSON web token"),
        ("db_pass~word = 'hunter2hunter2'", "a secret given to a name"),
        ("\"clientSec~ret\": \"0123456789\"", "a secret given to a name"),
        ("API_K~EY := \"0123456789\"", "a secret given to a name"),
    ]

    private static func whole(_ text: String) -> String {
        text.replacing("~", with: "").replacing("LETTERS", with: letters)
    }

    @Test(arguments: secrets)
    func aSecretIsFound(text: String, kind: String) async throws {
        let line = Self.whole(text)
        let found = try await verdict("secrets: none", line)
        #expect(found.outcome == .failed && found.message.contains("`src/a.txt` line 2 has \(kind)"), "\(found.message)")
        #expect(try await verdict("secrets: none", line + "  # mlkit:not-a-secret").passes)
    }

    @Test(arguments: [
        "password = 'short'", "password = read_from(environment)", "tokens: \"one two three four\"",
        "disk-usage", "AKIAlower", "hf_model", "task_ghp_x", "eyJ is how JSON begins",
        "the secret: it is a \"very long story\"",
    ])
    func whatIsNoSecretPasses(line: String) async throws {
        let found = try await verdict("secrets: none", line)
        #expect(found.passes, "\(found.message)")
    }

    static let people: [(String, String)] = [
        ("write to ada~@lovelace.org", "an e-mail address"), ("call +49 30 12~34567", "a telephone number"),
        ("DE89 3704 0044 0532 01~30 00", "an account number"), ("4111 1111 11~11 1111", "a card number"),
        ("GB82WEST12345698~765432", "an account number"), ("tel:+1-202-555-01~43", "a telephone number"),
    ]

    @Test(arguments: people)
    func dataAboutPeopleIsFound(text: String, kind: String) async throws {
        let line = Self.whole(text)
        let found = try await verdict("personal_data: none", line)
        #expect(found.outcome == .failed && found.message.contains("line 2 has \(kind)"), "\(found.message)")
        #expect(try await verdict("personal_data: none", line + "  # mlkit:not-personal").passes)
    }

    @Test(arguments: [
        "ada@example.com", "git@github", "1 + 2", "DE88 3704 0044 0532 0130 00", "4111 1111 1111 1112", "a@b",
        "0.4111111111111111", "2026-01-31T12:00:00+01:00", "SHA256 4111111111111111a", "+1", "x = 1 + 123456789 * 2",
    ])
    func whatIsAboutNobodyPasses(line: String) async throws {
        let found = try await verdict("personal_data: none", line)
        #expect(found.passes, "\(found.message)")
    }

    @Test func authorsAndSourcesArePassedOver() async throws {
        let project = try ProbeProject(tracked: ["a.md": Self.whole("by ada~@lovelace.org\n")])
        project.git?.authors = ["ada@lovelace.org"]
        #expect(try await project.outcome("personal_data: none") == .passed)
        try project.write(Self.whole("ada~@lovelace.org and bob~@lovelace.org\n"), to: "a.md")
        #expect(try await project.outcome("personal_data: none") == .failed)
        let spec = "mlkit: 1\nproject: {name: p}\nstages: {d: {kind: data, source: raw/*.csv, target: y}}\n"
        let people = ["raw/a.csv": Self.whole("bob~@lovelace.org\n")]
        #expect(try await ProbeProject(spec, tracked: people).outcome("personal_data: none") == .unknown)
        let source = try ProbeProject(spec, tracked: people.merging(["a.md": "fine\n"]) { $1 })
        #expect(try await source.outcome("personal_data: none") == .passed)
    }

    /// A file and a line of it that is a secret, or is none.
    static let forms: [(path: String, line: String, isSecret: Bool)] = [
        ("prod.env", "DB_PASSWORD=x7Tq9Lm~Z2vRk4WpB", true), ("a/.env.local", "DB_PASS=correct~horsebattery", true),
        ("c.yaml", "db: {user: svc, password: x7Tq9Lm~Z2vRk4WpB}", true), ("c.ini", "password = x7Tq9Lm~Z2v", true),
        ("c.json", "{\"client_secret\": \"q8Zt3Lw9Vb2N~x7Km5Rp1\"}", true), ("Dockerfile", "ENV API_TOKEN=q8Zt3Lw9Vb2N~x7Km5Rp1", true),
        ("c.xml", "<password>x7Tq9Lm~Z2v</password>", true), ("c.tf", "  secret_key = \"q8Zt3Lw9Vb2N~x7Km5Rp1\"", true),
        ("a.py", "def f(password: str = \"x7Tq9Lm~Z2v\"): pass", true), ("a.py", "C(api_key=\"q8Zt3Lw9Vb2N~x7Km5Rp1\")", true),
        ("a.py", "AWS_SECRET_ACCESS_KEY = \"wJ4lrXUtnFEMIK7~MDENGbPxRfiCYwJ4lrXUtnFEM\"", true),
        ("a.py", "u = \"postgres://svc:x7Tq9Lm~Z2v@db.internal/x\"", true),
        ("kaggle.json", "{\"username\":\"ada\",\"key\":\"0123456789abcdef~0123456789abcdef\"}", true),
        (".netrc", "machine a login b password x7Tq9~Lm", true),
        ("a.txt", "AccountName=x;AccountKey=q8Zt3Lw9Vb2N~x7Km5Rp1q8Zt3Lw9Vb2Nx7Km5Rp1==;", true),
        ("a.php", "define('DB_PASSWORD', 'x7Tq9~Lm');", true),
        ("shadow", "root:$6$salt$q8Zt3Lw9Vb2N~x7Km5Rp1q8Zt3Lw9Vb2Nx7Km5Rp1:1:0", true),
        ("a.py", "headers = {\"Authorization\": \"Bearer q8Zt3Lw9Vb2N~x7Km5Rp1Yc4Hd6\"}", true),
        ("a.sh", "curl --password x7Tq9Lm~Z2v https://a.b", true),
        ("c.yaml", "password: \"${DB_PASSWORD}\"", false), ("ci.yml", "token: ${{ secrets.GITHUB_TOKEN }}", false),
        ("a.py", "tokenizer.pad_token = \"<|endoftext|>\"", false), ("t.json", "{\"bos_token\": \"<|begin_of_text|>\"}", false),
        ("a.py", "password = os.environ[\"DB_PASSWORD\"]", false), ("a.py", "if password == \"supersecret123\": pass", false),
        ("p.json", "\"integrity\": \"sha512-q8Zt3Lw9Vb2Nx7Km5Rp1==\"", false), ("p.lock", "hash = \"sha256:0123456789abcdef\"", false),
        ("x.env", "DB_PASSWORD=changeme", false), ("x.env", "API_KEY=<your-api-key>", false), ("x.env", "SECRET_KEY=", false),
        ("a.py", "PASSWORD_FIELD = \"password_hash\"", false), ("a.py", "k = \"AKIAIOSFODNN7EXAMPLE\"", false),
        ("a.md", "postgres://user:password@localhost/db", false), ("c.yaml", "secretKeyRef: {key: password}", false),
        ("a.py", "x = f\"postgres://{user}:{password}@{host}/db\"", false), ("a.py", "max_new_tokens = 256", false),
        ("c.yaml", "password: {type: string, minLength: 8}", false), ("a.sh", "export TOKEN=$(cat /run/secrets/token)", false),
        ("a.ts", "passwordLabel: \"Enter your password\"", false), ("a.py", "token = self.access_token", false),
    ]

    @Test(arguments: forms)
    func secretsAreToldFromWhatOnlyLooksLikeThem(path: String, line: String, isSecret: Bool) async throws {
        let found = try await ProbeProject(tracked: [path: Self.whole(line) + "\n"]).verdict("secrets: none")
        #expect(found.passes == !isSecret, "\(path): \(line): \(found.message)")
    }

    static let lines: [(path: String, text: String, isPersonal: Bool)] = [
        ("a.txt", "tel 030 852~94 17", true), ("a.txt", "(202) 555-0~187", true), ("a.txt", "0049 171 234~5698", true),
        ("a.txt", "de8937040044~0532013000", true), ("a.txt", "gb82 west 1234 56~98 7654 32", true),
        ("a.txt", "home: 52.5200~08, 13.404954", true),
        ("a.json", "{\"lat\": 52.5200~08, \"lon\": 13.404954}", true), ("a.txt", "\"Jürgen\" <jürgen~@müller.de>", true),
        ("a.txt", "Lindenstraße 12, 109~69 Berlin", true), ("a.txt", "SSN 219-0~9-9999", true),
        ("a.csv", "id,last_name,x\n1,Mei~er,3\n2,Sch~ulz,4\n", true), ("a.csv", "id,dob\n1,1980-0~2-01\n2,1991-12-31\n", true),
        ("a.csv", "id,mail\n1,ada~@lovelace.org\n", true), ("a.csv", "n,pan\n1,41111111~11111111\n", true),
        ("a.txt", "git clone git@github.com:org/repo.git", false), ("a.html", "<img src=\"logo@2x.png\">", false),
        ("a.py", "y = x@self.y + W@self.weights", false), ("a.txt", "id 4111111111111111", false),
        ("a.csv", "id,t\n4539578763621486,1700000000\n4539578763621487,1700000001\n", false), ("a.txt", "a@b.example c@example.org", false),
        ("a.py", "w = [0.123456, -0.654321, 52.520008]", false), ("a.txt", "2026-01-31 10:00:00 01-02-2026 10:30", false),
        ("a.txt", "ip 192.168.10.12 isbn 978-3-16-148410-0", false), ("a.csv", "product_name,price\nRed Chair,12.50\n", false),
        ("a.txt", "https://user@host.com/x.git", false), ("a.txt", "pp. 417-420 (2003), Rev. E 78, 046110 2008", false),
        ("a.txt", "00 01 02 03 04 05 06 07 08 09 0a", false),
    ]

    @Test(arguments: lines)
    func peopleAreToldFromWhatOnlyLooksLikeThem(path: String, text: String, isPersonal: Bool) async throws {
        let found = try await ProbeProject(tracked: [path: Self.whole(text) + "\n"]).verdict("personal_data: none")
        #expect(found.passes == !isPersonal, "\(path): \(text): \(found.message)")
    }

    @Test func everyHitIsNamedAndWhatIsAllowedIsCounted() async throws {
        let secret = Self.whole("k = 'gh~p_LETTERS'\n")
        let files = ["a.py": secret, "b/c.json": secret, "d.pem": "x\n" + secret]
        let project = try ProbeProject(tracked: files)
        let all = try await project.verdict("secrets: none").message
        #expect(all.contains("`a.py` line 1") && all.contains("`b/c.json` line 1") && all.contains("`d.pem` line 2"))
        let list = "allowed:\n  - {path: '*.py', scan: secrets, because: made up}\n  - {path: 'b/*', because: made up, sha256: "
            + "\(ContentHash(of: secret).hex)}\n"
        try project.write(list, to: "checklist/allowed.yaml")
        let rest = try await project.verdict("secrets: none")
        #expect(rest.outcome == .failed && !rest.message.contains("a.py")
            && rest.message.contains("; 2 hits in 2 files allowed by `checklist/allowed.yaml`"))
        #expect(rest.excuses == Excuses(files: 2, hits: 2))
        // Another content was not looked at, and another scan is not meant.
        try project.write(secret + "\n", to: "b/c.json")
        #expect(try await project.verdict("secrets: none").message.contains("b/c.json"))
        try project.write("allowed: [{path: a.py}]\n", to: "checklist/allowed.yaml")
        let bad = try await project.verdict("secrets: none")
        #expect(bad.outcome == .unknown && bad.message.contains("because"))
        #expect(bad.message.hasSuffix("which is written as `allowed: [{path: tests/key.pem, scan: secrets, because: made for the tests}]`"))
    }

    @Test func whatAnInstalledScannerFindsCountsToo() async throws {
        let project = try ProbeProject(tracked: ["a.txt": "one\ntwo\n"])
        #expect(try await project.verdict("secrets: none").passes)
        project.tool = SecretTool(name: "scanner 1.2", findings: ["a.txt": [(line: 2, kind: "what it calls a key")]])
        let found = try await project.verdict("secrets: none")
        #expect(found.outcome == .failed && found.message.contains("`a.txt` line 2 has what it calls a key"))
        project.tool = SecretTool(name: "scanner 1.2", findings: [:])
        #expect(try await project.verdict("secrets: none").message
            == "nothing found in 1 tracked text file, by scanner 1.2 and mlkit's own rules")
    }

    @Test func theHistoryIsLookedThroughOnDemand() async throws {
        let project = try ProbeProject(tracked: ["a.txt": "fine\n"])
        project.git?.past = [("a.txt", "abc1234", "fine\n"), ("old/b.py", "abc1234", Self.whole("k = 'gh~p_LETTERS'\n"))]
        #expect(try await project.verdict("secrets: none").passes)
        project.scansHistory = true
        let found = try await project.verdict("secrets: none")
        #expect(found.outcome == .failed && found.message.hasPrefix("in the history: `abc1234:old/b.py` line 1 has a GitHub token"))
        project.git?.past.removeLast()
        #expect(try await project.verdict("secrets: none").passes)
    }

    @Test func otherFilesAreNotRead() async throws {
        let line = Self.whole("gh~p_LETTERS\n")
        let project = try ProbeProject(tracked: [:])
        try project.write(line, to: "untracked.txt")
        let found = try await project.verdict("secrets: none")
        #expect(found.outcome == .unknown && found.message == "there is nothing to judge: no text file is tracked by git")
    }

    /// A hundred are named, and what is beyond is counted.
    @Test(arguments: [(100, false), (101, true)]) func aHundredHitsAreNamed(count: Int, isMore: Bool) async throws {
        let text = String(repeating: Self.whole("k = 'gh~p_LETTERS'\n"), count: count)
        let found = try await ProbeProject(tracked: ["a.py": text]).verdict("secrets: none")
        #expect(found.message.contains("`a.py` line 100 has ") && !found.message.contains("line 101"))
        #expect(found.message.contains("; and 1 more;") == isMore, "\(found.message.suffix(200))")
    }

    /// A reason is a word at least, and a list without its name is none.
    @Test(arguments: [
        ("allowed: [{path: '**', because: ' '}]", false), ("allowed: [{path: '**', because: '...'}]", false),
        ("- {path: '**', because: x}", false),
        ("allowed: [{path: '**', because: x}]", true),
    ])
    func whatIsAllowedHasAReason(list: String, passes: Bool) async throws {
        let opaque = String(repeating: "\u{1}\u{0}", count: 40)
        let files = ["a.py": Self.whole("k = 'gh~p_LETTERS'\n"), "b.bin": opaque, "c.txt": "fine\n", "checklist/allowed.yaml": list + "\n"]
        let found = try await ProbeProject(tracked: files).verdict("secrets: none")
        #expect(found.passes == passes, "\(found.message)")
        #expect(passes || found.outcome == .unknown && found.message.contains("`allowed: [{path: "))
        // However wide the pattern, it is told what it let pass: a hit, and a file that was not read.
        if passes {
            #expect(found.excuses == Excuses(files: 2, hits: 1)
                && found.message.hasSuffix("; 1 hit in 2 files allowed by `checklist/allowed.yaml`"))
        }
    }

    /// What is allowed is known of a verdict that was kept, too.
    @Test func whatIsAllowedIsKept() async throws {
        let files = ["a.py": Self.whole("k = 'gh~p_LETTERS'\n"), "checklist/allowed.yaml": "allowed: [{path: a.py, because: made up}]\n"]
        let project = try ProbeProject(tracked: files)
        let (cache, item) = (project.cache(), try ProbeProject.item("secrets: none"))
        let first = try project.runner(cache: cache).glance(at: item)
        cache.save()
        #expect(first[0].excuses == Excuses(files: 1, hits: 1))
        #expect(try project.runner(cache: project.cache()).glance(at: item) == first)
    }

    /// The rows of a table are as personal in JSON as in CSV.
    static let records: [(path: String, text: String, line: Int?)] = [
        ("a.json", "[{\"first_name\": \"Jane\", \"x\": 1},\n{\"first_name\": \"Jim\", \"x\": 2}]", 1),
        ("a.jsonl", "{\"id\": 1}\n{\"id\": 2, \"dob\": \"1980-02-03\"}\n{\"id\": 3, \"dob\": \"1970-02-03\"}", 2),
        ("a.json", "{\"people\": [\n{\"who\": {\"last_name\": \"Meier\"}}, {\"who\": {\"last_name\": \"Schulz\"}}]}", 2),
        ("a.ndjson", "{\"name\": \"Jane Doe\", \"age\": 3}\n{\"name\": \"Jim Beam\", \"age\": 4}", 1),
        ("a.json", "{\"first_name\": \"Jane\"}", nil), ("a.json", "[{\"first_name\": \"required\"}, {\"first_name\": \"text\"}]", nil),
        ("a.json", "[{\"name\": \"Red Chair\", \"price\": 3}, {\"name\": \"Blue Table\", \"price\": 4}]", nil),
        ("a.py", "[{\"first_name\": \"Jane\"}, {\"first_name\": \"Jim\"}]", nil), ("a.json", "[{\"first_name\": \"Jane\"}, {", nil),
        ("a.json", "[{\"first_name\": null}, {\"first_name\": \"\"}]", nil),
    ]

    @Test(arguments: records.indices) func tablesInJSONAreJudgedByColumn(index: Int) async throws {
        let (path, text, line) = Self.records[index]
        let found = try await ProbeProject(tracked: [path: text + "\n"]).verdict("personal_data: none")
        #expect(found.passes == (line == nil), "\(text): \(found.message)")
        if let line { #expect(found.message.hasPrefix("`\(path)` line \(line) has "), "\(found.message)") }
    }

    @Test(arguments: [
        ("<a href=\"mailto:jane.doe~&#64;lovelace.org\">", true), ("jane.doe&#~x40;lovelace.org", true),
        ("jane.doe&comm~at;lovelace.org", true),
        ("mailto:jane.doe%4~0lovelace.org", true), ("&#106;ane&#6~4;lovelace.org", true), ("git%40github.com", false),
        ("%40scope%2Fpackage", false),
        ("https://h/?q=a%40b", false), ("100%40 of it", false), ("jane&#64;example.com", false), ("a&#640;b.org", false),
    ])
    func addressesAreFoundAsTheWebWritesThem(text: String, isPersonal: Bool) async throws {
        let found = try await ProbeProject(tracked: ["a.html": Self.whole(text) + "\n"]).verdict("personal_data: none")
        #expect(found.passes == !isPersonal, "\(text): \(found.message)")
    }
}
