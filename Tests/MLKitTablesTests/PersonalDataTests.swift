import Glibc
import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitStagesTestSupport
import MLKitTables
import MLKitTestSupport
import Testing

/// Columns that name people.
@Suite("Data stage: personal data")
struct PersonalDataTests {
    @Test(arguments: [
        ("write to jo.do+x@mail.example.org now", "write to [email] now"), ("müller@exämple.de", "müller@exämple.de"),
        ("a@b.co", "[email]"),
        ("jürgen@example.de", "[email]"), ("a@b", "a@b"), ("@b.co", "@b.co"), ("from 192.168.0.254:80", "from [ip]:80"),
        ("1.2.3.256", "1.2.3.256"), ("v1.2.3.4", "v1.2.3.4"),
        ("1.2.3.4.5", "1.2.3.4.5"), ("DE89 3704 0044 0532 0130 00 please", "[iban] please"),
        ("DE89370400440532013001", "DE89370400440532013001"),
        ("GB82WEST12345698765432", "[iban]"), ("card 4111 1111 1111 1111!", "card [card]!"), ("4111-1111-1111-1112", "4111-1111-1111-1112"),
        ("call +49 (171) 123-4567", "call [phone]"), ("0171/1234567", "[phone]"), ("555-123-4567", "[phone]"), ("(030) 1234567", "[phone]"),
        ("078-05-1120", "[ssn]"),
        ("on 31-01-2024 12", "on 31-01-2024 12"), ("2024-01-31", "2024-01-31"), ("costs 1234567", "costs 1234567"),
        ("12345678", "12345678"), ("+1234567", "+1234567"),
        ("+12345678", "[phone]"), ("0.123456789", "0.123456789"), ("555.123.4567", "[phone]"),
        ("[email] and [phone]", "[email] and [phone]"), ("", ""), ("X4111111111111111", "X4111111111111111"),
        ("4111111111111111X", "4111111111111111X"), ("a@b.co,c@d.org", "[email],[email]"),
    ])
    func wordsStandForWhatNamesAPerson(_ text: String, _ redacted: String) {
        #expect(Redaction.redacted(text) == redacted)
        #expect(Redaction.redacted(redacted) == redacted, "once is enough")
    }

    private static let salt = "0123456789abcdef"

    private static func people(_ change: (Int) -> String = { "p\($0 % 30)" }) -> String {
        "who,mail,note,x,label\n"
            + (0..<120).map { row in
                "\(change(row)),m\(row)@example.org,\"ring \(row % 2 == 0 ? "+49 171 1234567" : "nobody"), "
                    + "soon\",\(row),\(row % 3 == 0 ? "yes" : "no")\n"
            }.joined()
    }

    private func fixture(_ variable: String, salt: String? = Self.salt) throws -> DataFixture {
        if let salt { setenv(variable, salt, 1) } else { unsetenv(variable) }
        var fixture = try DataFixture()
        fixture.configuration.clean.personal = ["who": .hash, "mail": .drop, "note": .redact]
        fixture.configuration.clean.salt = variable
        return fixture
    }

    @Test func columnsAreDroppedHashedAndRedacted() async throws {
        let fixture = try fixture("MLKIT_TEST_SALT_1")
        let run = try await fixture.run(Self.people())
        #expect(run.schema.columns.map(\.name) == ["who", "note", "x", "label"])
        #expect(run.schema.columns[0].type == .identifier && run.schema.features.map(\.name) == ["note", "x"])
        #expect(run.schema.columns[1].categories == ["ring [phone], soon", "ring nobody, soon"] && run.schema.cleaning.redacted == ["note"])
        let rows = try await fixture.rows(run.schema).flatMap { $0 }
        let codes = Set(rows.map { $0.prefix { $0 != "," } })
        #expect(codes.count == 30 && codes.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
        for file in ["out/schema.yaml", "out/data.json"] {
            let text = try fixture.scratch.read(file)
            #expect(!text.contains(Self.salt) && !text.contains("1234567") && !text.contains("example.org") && !text.contains("p29"))
        }
        // The schema goes on, and holds.
        try fixture.scratch.write(fixture.scratch.read("out/schema.yaml"), to: "schema.yaml")
        let again = try await fixture.run()
        #expect(again.schema == run.schema)
        #expect(try await fixture.rows(again.schema).flatMap { $0 } == rows)
    }

    /// One person has one code, however the name is set about with spaces; another salt gives others.
    @Test func aCodeFollowsFromTheValueAndTheSalt() async throws {
        func codes(_ salt: String, _ change: @escaping (Int) -> String) async throws -> [String: String] {
            let fixture = try fixture("MLKIT_TEST_SALT_2_\(salt.first ?? "x")", salt: salt)
            let run = try await fixture.run(Self.people(change))
            let rows = try await fixture.rows(run.schema).flatMap { $0 }
            return Dictionary(
                rows.map { row in
                    let values = row.split(separator: ",").map { String($0) }
                    return (values[values.count - 2], values[0])
                }) { first, _ in first }
        }
        let (one, spaced) = (try await codes(Self.salt) { "p\($0 % 30)" }, try await codes(Self.salt) { " p\($0 % 30) " })
        #expect(one == spaced && one["3"] == one["33"] && one["3"] != one["4"])
        #expect(try await codes("another salt, of more bytes") { "p\($0 % 30)" }["3"] != one["3"])
        // What means a missing value is none.
        #expect(try await codes(Self.salt) { $0 % 2 == 0 ? "NA" : "p\($0 % 30)" }["2"] == "-")
    }

    @Test func aSaltThatIsNotThereOrShortIsRefused() async throws {
        let absent = try fixture("MLKIT_TEST_SALT_3", salt: nil)
        #expect(await absent.failure(Self.people())
            .hasPrefix("error: the variable `MLKIT_TEST_SALT_3` is not set, which is to have the salt of hashes"))
        let short = try fixture("MLKIT_TEST_SALT_4", salt: String(Self.salt.dropLast()))
        #expect(await short.failure(Self.people())
            .hasPrefix("error: the salt in `MLKIT_TEST_SALT_4` has fewer than 16 bytes, and could be guessed"))
    }

    @Test func whatCannotBeHiddenIsTold() async throws {
        var fixture = try fixture("MLKIT_TEST_SALT_5")
        fixture.configuration.clean.personal?["x"] = .redact
        #expect(await fixture.failure(Self.people()).hasPrefix("error: the column `x` is integer, and only texts can be redacted"))
        fixture.configuration.clean.personal = ["whoo": .hash]
        #expect(await fixture.failure(Self.people()).hasPrefix("error: there is no column `whoo`, which `clean.personal` names"))
        fixture.configuration.clean.personal = ["who": .hash]
        try fixture.scratch.write(
            "target: label\ncolumns:\n  who: {type: text}\n  mail: {type: text}\n  note: {type: text}\n  x: {type: integer}\n  label: "
                + "{type: text, categories: [no, yes]}\n",
            to: "schema.yaml")
        #expect(await fixture.failure(Self.people()).hasPrefix("error: the column `who` is hashed, and by the schema it is text"))
    }
}
