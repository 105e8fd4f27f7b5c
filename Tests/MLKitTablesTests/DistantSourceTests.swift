import MLKitCore
import MLKitSpec
import MLKitYAML
import Testing

@testable import MLKitTables

/// Addresses of databases and objects, and what is said of them in mlkit.yaml.
@Suite("Sources elsewhere")
struct DistantSourceTests {
    @Test func anAddressOfADatabaseHasItsParts() throws {
        let address = try #require(DatabaseAddress("postgresql://reader@db.example.org:5433/shop?sslmode=verify-full"))
        #expect(address.program == .postgresql && address.user == "reader" && address.host == "db.example.org" && address.port == 5433)
        #expect(address.database == "shop" && address.security == .verifyName && address.name == "postgresql://db.example.org/shop")
        let plain = try #require(DatabaseAddress("mysql://[::1]/a%20b"))
        #expect(plain.user == nil && plain.host == "::1" && plain.port == 3306 && plain.database == "a b" && plain.security == .prefer)
        let socket = try #require(DatabaseAddress("postgres://%2Fvar%2Frun%2Fpostgresql/shop"))
        #expect(socket.host == "/var/run/postgresql" && socket.port == 5432)
        #expect(DatabaseAddress("mariadb://u@h:65535/d")?.port == 65535)
    }

    /// Neither passwords nor what else a library would take.
    @Test(arguments: [
        "postgresql://u:secret@h/d", "postgresql://@h/d", "postgresql://h", "postgresql://h/", "postgresql:///d", "postgresql://h/d/e",
        "postgresql://h:0/d", "postgresql://h:65536/d", "postgresql://h:x/d", "postgresql://h/d?options=-c",
        "postgresql://h/d?sslmode=require&options=x",
        "postgresql://h/d?sslkey=engine:x", "postgresql://h/d?sslmode=allow", "oracle://h/d", "postgresql://a@b@h/d", "postgresql://h/%00",
        "postgresql://h/%zz",
        "postgresql://[::1/d", "h/d", "", "postgresql://h/a%0Ab",
    ])
    func whatIsNoAddressIsNone(_ text: String) { #expect(DatabaseAddress(text) == nil) }

    private func problems(_ source: String) throws -> [String] {
        let text = "kind: data\nsource: \(source)\ntarget: y\n"
        let node = try YAMLDocument.parse(Array(text.utf8), file: "mlkit.yaml")
        let configuration = DataConfiguration.keys.read(node)
        return DistantSourceRules(configuration: configuration, node: node["source"]).problems.map(\.message)
    }

    @Test(arguments: [
        ("{database: \"postgresql://u:hidden@h/d\"}", "`database` is no address of a database on a server"),
        ("{database: \"mysql://h/d\", sha256: x}", "`sha256` is for a file that is fetched by `url`"),
        (
            "{url: \"https://u:hidden@h/a.csv\", sha256: x}",
            "an address with a name or a password in it would be kept in git, locks and logs"),
        ("{url: \"s3://Bucket/a.csv\", sha256: x}", "`source` is no address of an object: `s3://BUCKET/KEY`"),
        ("{url: \"https://h/a.csv\"}", "`source` needs the key `sha256`"), ("{sha256: x}", "`source` needs the key `url`"),
        ("{url: \"https://h/a.csv\", sha256: x, password: P}", "`password` is for a `database`"),
    ])
    func whatDoesNotGoTogetherIsTold(_ source: String, _ message: String) throws {
        let found = try problems(source)
        #expect(found == [message] && !found.joined().contains("hidden"))
    }

    @Test func whatGoesTogetherIsRead() throws {
        #expect(try problems("{database: \"mysql://u@h/d\", password: SHOP_PASSWORD}").isEmpty)
        #expect(try problems("{url: \"s3://bucket/a/b.csv\", sha256: x}").isEmpty && problems("data.csv").isEmpty)
        // Where a path has an `@`, nobody is named.
        #expect(try problems("{url: \"https://h/a@b.csv\", sha256: x}").isEmpty)
        var configuration = DataConfiguration(source: "a.csv")
        configuration.place = .database(.init(address: "mysql://h/d", password: "P"))
        #expect(configuration.source.isEmpty && configuration.remote == nil && !configuration.isLocal
            && configuration.sourceName == "mysql://h/d")
        configuration.place = .remote(.init(url: "https://h/a.csv?key=hidden#x", sha256: "x"))
        #expect(
            configuration.database == nil && configuration.sourceName == "a.csv" && configuration.remote?.shownName == "https://h/a.csv")
    }

    // MARK: S3

    /// The example of "Authenticating Requests: Using the Authorization Header" in the manual of Amazon S3.
    @Test func aRequestIsSignedAsAmazonDoes() throws {
        let key = RequestSigning.Key(identifier: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", token: nil)
        let headers = RequestSigning(key: key, region: "us-east-1", time: "20130524T000000Z").headers(
            host: "examplebucket.s3.amazonaws.com", path: "/test.txt", more: [("range", "bytes=0-9")])
        #expect(
            headers.first?.value == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                    + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
    }

    /// RFC 4231, cases 2 and 6: a short key, and one that is longer than a block.
    @Test func codesAreThoseOfTheStandard() {
        #expect(
            KeyedHash.hexadecimal(KeyedHash.code(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8)))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            KeyedHash.hexadecimal(
                KeyedHash.code(
                    Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8), key: [UInt8](repeating: 0xAA, count: 131)))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func anObjectIsAskedForWhereItIs() throws {
        func request(_ url: String, _ variables: [String: String]) throws -> (url: String, headers: [(name: String, value: String)]) {
            try #require(ObjectAddress(url)).request({ variables[$0] }, time: "20260131T000000Z")
        }
        let open = try request("s3://data/a b/ü.csv", [:])
        #expect(open.url == "https://data.s3.us-east-1.amazonaws.com/a%20b/%C3%BC.csv" && open.headers.isEmpty)
        #expect(try request("s3://my.data/a.csv", ["AWS_DEFAULT_REGION": "eu-west-1"]).url
            == "https://s3.eu-west-1.amazonaws.com/my.data/a.csv")
        let own = try request(
            "s3://data/a.csv",
            [
                "AWS_ENDPOINT_URL": "http://127.0.0.1:9/", "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "hidden",
                "AWS_SESSION_TOKEN": "T",
            ])
        #expect(own.url == "http://127.0.0.1:9/data/a.csv"
            && own.headers.map(\.name).sorted() == ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"])
        #expect(!own.headers.contains { $0.value.contains("hidden") })
        #expect(throws: Failure.self) { try request("s3://data/a.csv", ["AWS_ACCESS_KEY_ID": "A"]) }
        for endpoint in ["storage", "ftp://h", "https://h/path", "https://u@h"] {
            #expect(throws: Failure.self) { try request("s3://data/a.csv", ["AWS_ENDPOINT_URL_S3": endpoint]) }
        }
    }

    @Test(arguments: ["s3://data", "s3://data/", "s3://da/a.csv", "s3://Data/a.csv", "s3://data/a\nb", "s3:/data/a", "s3://da?ta/a"])
    func whatIsNoObjectIsNone(_ text: String) { #expect(ObjectAddress(text) == nil) }
}
