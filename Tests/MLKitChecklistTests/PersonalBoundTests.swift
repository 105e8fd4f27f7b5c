import Testing

@testable import MLKitChecklist

/// Where a number, an address or a column begins to be one of a person.
///
/// A `~` is taken out of every text, so that this file does not hold what is looked for.
@Suite struct PersonalBoundTests {
    private func on<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Array(text.replacing("~", with: "").utf8).withUnsafeBytes(body)
    }

    /// Where the first sign of a number stands.
    private func start(_ line: UnsafeRawBufferPointer) -> Int {
        line.firstIndex { TextLines.isDigit($0) || "+(-".utf8.contains($0) } ?? 0
    }

    @Test(arguments: [
        ("+13~57246", false), ("+13~572468", true), ("+13~5724681357246", true), ("+13~57246813572468", false),
        ("+03~572468", false), ("+93~572468", true), ("+13~572468a", false), ("+13~572468:5", false), ("+13~572468:", true),
        ("+13~572468.", true),
        ("+13~572468-x", false), ("+13~572468-", true), ("+13~572468,5", false), ("+13~572468, 5", true),
        ("+13~572468+1", false), ("+12~345678", false), ("+11~111111", false), ("+98~765432", false), ("00", false),
        ("00~13572468", false), ("00~13 572468", true), ("00", false), ("+", false),
    ])
    func numbersOfOtherCountries(text: String, isNumber: Bool) {
        #expect(on(text) { TelephoneNumber.begins($0, start($0), LineWords($0)) } == isNumber)
    }

    @Test(arguments: [
        ("202-55~5-0187", true), ("102-55~5-0187", false), ("202-15~5-0187", false), ("202-25~5-0187", true),
        ("202.55~5.0187", true), ("202 55~5 0187", false), ("202 55~5-0187", true), ("(202) 55~5-0187", true),
        ("202.55~5-0187", false), ("202-55~5-018", false), ("(202 55~5-0187", false), ("(a", false), ("(", false),
    ])
    func numbersOfAmerica(text: String, isNumber: Bool) {
        #expect(on(text) { TelephoneNumber.begins($0, start($0), LineWords($0)) } == isNumber)
    }

    @Test(arguments: [
        ("030 85~2 941", true), ("030 85~2 94", false), ("030 85~29 41753", true), ("030 85~29 417531", false),
        ("030 85~294 1", false), ("03 08~52 9417", true), ("0 308~5 29417", false), ("03085~2 9417", false),
        ("03085~ 29417", true), ("03085~ 2941", false), ("01 02~ 2026 10", false), ("0102 ~03 04 05", false),
        ("030.85~2.941", false), ("030/85~2-941", true), ("(030) 8~52941", true), ("(030 8~52941", false),
        ("030850~2941", false), ("tel 030~8502941", true), ("tel 012~3456789", false), ("0200 8~52941", true),
        ("phone 5~551234568", true), ("5~551234568", false), ("phone 5~5512345681", true), ("phone 5~55123456812", false),
        ("phone 5~55123456", true), ("phone 5~5512345", false), ("phone 5~55 123 4568", true), ("phones 5~55 123 4568", false),
        ("030-85~2-941", false), ("06.12~.34.56.78", true), ("06.12~.34.56", false), ("089 / 1~2 34 56 78", true),
        ("(11) 9~1234-5678", true), ("(11) 8~1234-5678", false),
    ])
    func numbersWithoutACountry(text: String, isNumber: Bool) {
        #expect(on(text) { TelephoneNumber.begins($0, start($0), LineWords($0)) } == isNumber)
    }

    @Test(arguments: [
        ("219-0~9-9999", true), ("000-0~9-9999", false), ("001-0~9-9999", true), ("665-0~9-9999", true),
        ("666-0~9-9999", false), ("667-0~9-9999", true), ("899-0~9-9999", true), ("900-0~9-9999", false),
        ("219-0~0-9999", false), ("219-0~1-9999", true), ("219-0~9-0000", false), ("219-0~9-0001", true),
        ("123-4~5-6789", false), ("078-0~5-1120", false), ("219-0~9-9999-", false), ("219-0~9-9999 ", true),
        ("219-0~9-9999a", false), ("219 0~9 9999", false), ("219-0~99-999", false),
    ])
    func socialSecurityNumbers(text: String, isNumber: Bool) {
        #expect(on(text) { AccountNumber.isSocialSecurity($0, 0) } == isNumber)
    }

    /// Digits of a card: how it begins, how long it is, and the digit that the others determine.
    private func card(_ prefix: String, _ count: Int, spoiled: Int = 0) -> [Int] {
        var digits = prefix.compactMap(\.wholeNumberValue)
        while digits.count < count - 1 { digits.append(digits.count * 7 % 10) }
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let doubled = digit.offset % 2 == 0 ? digit.element * 2 : digit.element
            return sum + doubled / 10 + doubled % 10
        }
        return digits + [((10 - sum % 10) + spoiled) % 10]
    }

    @Test(arguments: [
        ("4", 13, true), ("5", 13, false), ("3000", 14, true), ("3059", 14, true), ("3060", 14, false), ("2999", 14, false),
        ("36", 14, true), ("38", 14, true), ("39", 14, true), ("37", 14, false), ("35", 14, false), ("34", 15, true),
        ("37", 15, true), ("33", 15, false), ("35", 15, false), ("36", 15, false), ("4", 16, true), ("3", 16, false),
        ("51", 16, true), ("55", 16, true), ("50", 16, false), ("56", 16, false), ("2221", 16, true), ("2720", 16, true),
        ("2220", 16, false), ("2721", 16, false), ("65", 16, true), ("66", 16, false), ("6011", 16, true),
        ("6012", 16, false), ("6010", 16, false), ("3528", 16, true), ("3589", 16, true), ("3527", 16, false),
        ("3590", 16, false), ("6440", 16, true), ("6499", 16, true), ("6439", 16, false), ("4", 19, true), ("4", 12, false),
        ("4", 14, false), ("4", 17, false), ("4", 18, false), ("4", 20, false),
    ])
    func cardsAreIssued(prefix: String, count: Int, isCard: Bool) {
        #expect(AccountNumber.isCard(card(prefix, count)) == isCard)
        for spoiled in 1...9 { #expect(!AccountNumber.isCard(card(prefix, count, spoiled: spoiled))) }
    }

    /// In groups of four a card is one wherever it stands, in one piece where the line speaks of cards.
    @Test func aCardIsKnownByItsGroupsOrByWords() {
        let digits = card("4", 16).map(String.init).joined()
        let groups = stride(from: 0, to: 16, by: 4).map { String(Array(digits)[$0..<($0 + 4)]) }
        func isCard(_ text: String) -> Bool { on(text) { AccountNumber.isCard($0, start($0), LineWords($0)) } }
        #expect(isCard(groups.joined(separator: " ")) && isCard(groups.joined(separator: "-") + ","))
        #expect(!isCard(digits) && isCard("visa \(digits)"))
        #expect(!isCard(groups.joined(separator: " ") + ".5") && !isCard(groups.joined(separator: " ") + "x"))
        #expect(!isCard("\(groups[0])\(groups[1]) \(groups[2])\(groups[3])"))
        let amex = card("34", 15).map(String.init).joined()
        #expect(isCard("\(amex.prefix(4)) \(amex.dropFirst(4).prefix(6)) \(amex.suffix(5))"))
        let diners = card("36", 14).map(String.init).joined()
        #expect(isCard("\(diners.prefix(4)) \(diners.dropFirst(4).prefix(6)) \(diners.suffix(4))"))
    }

    @Test(arguments: [
        ("DE893704004405320~13000", true), ("DE893704004405320~13000a", false), ("DE893704004405320~13000 a", true),
        ("DE89370400440532~01300", false), ("DE8  93704004405320~13000", false), ("D989370400440532~013000", false),
        ("XX89370400440532~013000", false), ("DE8-9370-4004405320~13000", true), ("DE8_9370-4004405320~13000", false), ("DE8", false),
        // A is ten, and so of two digits.
        ("AT61190430~0234573201", true), ("AT61190430~0234573202", false), ("GR16011012500000000~12300695", true),
    ])
    func accountsHaveTheirLength(text: String, isAccount: Bool) {
        #expect(on(text) { AccountNumber.isIBAN($0, 0) } == isAccount)
    }

    @Test(arguments: [
        ("52.52~00, 13.4049 location", true), ("52.52~0, 13.4049 location", false), ("52.52~00, 13.404 location", false),
        ("90.00~00, 13.4049 location", true), ("90.00~01, 13.4049 location", false), ("52.52~00, 180.0000 location", true),
        ("52.52~00, 180.0001 location", false), ("-52.52~00;-13.4049 location", true), ("0.999~9, 13.4049 location", false),
        ("1.000~0, 13.4049 location", true), ("52.52~00, 13.4049", false), ("52.52~00 N, 13.4049 E", true),
        ("52.52~00 N, 13.4049", false), ("52.52~00, 13.4049 E", false), ("52.52~00 X, 13.4049 E", false),
        ("52.52~00, lon: 13.4049 place", true), ("52.52~00, size 13.4049 place", false), ("5212.52~00, 13.4049 place", false),
        ("52.520000000000001~2, 13.4049 place", false), ("52.52000000000000~1, 13.4049 place", true),
        ("0012.52~00, 13.4049 place", false), ("52.52~00.1, 13.4049 place", false), ("52.52~00 place", false),
        ("52.52~0013.4049 place", false),
    ])
    func coordinatesAreFineAndInRange(text: String, isPlace: Bool) {
        #expect(on(text) { PlaceOfPerson.isCoordinates($0, 0, LineWords($0)) } == isPlace)
    }

    @Test(arguments: [
        ("221 Baker~ Street London", true), ("221b Baker~ Street London", true), ("221bc Baker~ Street London", false),
        ("221 Old Baker~ Street London", true), ("221 The Old Baker~ Street London", false), ("0221 Baker~ Street London", false),
        ("221 baker~ Street London", false), ("221 Baker~ street London", false), ("221 Baker~ Street london", false),
        ("221 Baker~ Street", false), ("123456 Baker~ Street London", false), ("12345 Baker~ Street London", true),
        ("221 Baker~ St. London", true), ("Baker~ Street London UK", false), ("221 Baker~ Streets London", false),
        ("Hauptweg~ 5, 1234 Ort", true), ("Hauptweg~ 5, 12345 Ort", true), ("Hauptweg~ 5, 123 Ort", false),
        ("Hauptweg~ 5, 123456 Ort", false), ("Hauptweg~ 5, 12345 ort", false), ("Hauptwege~ 5, 12345 Ort", false),
        ("Hauptweg~ x, 12345 Ort", false), ("Hauptweg~ 5, 12345", false), ("Hauptweg~ 5, 1234x Ort", false),
    ])
    func addressesOfHouses(text: String, isAddress: Bool) {
        #expect(on(text) { PlaceOfPerson.hasAddress($0) } == isAddress)
    }

    @Test(arguments: [
        ("a+b@c~.org", "a+b@c.org"), ("a%b@c~.org", "a%b@c.org"), ("-a@b~.org", "a@b.org"), ("x a@b~.de.", "a@b.de"),
        ("git@b~.org", nil), ("no-reply@b~.org", nil), ("a@b~.org(", nil), ("https://a@b~.org", nil), ("//a@b~.org", nil),
        ("/a@b~.org", "a@b.org"), ("x@self~.com", nil), ("a@b~.py", nil), ("a@b~..org", nil), ("a@.b~.org", nil),
        ("a@b~", nil), ("a@x.test~.com", nil), ("a@test~.com", nil), ("a@mytest~.com", "a@mytest.com"), ("(a@b~.org)", "a@b.org"),
    ] as [(String, String?)])
    func addressesOfSomebody(text: String, address: String?) {
        #expect(on(text) { EmailAddress.all(in: $0) } == [address].compactMap { $0 })
    }

    private func columns(_ lines: [String]) -> [String] {
        PersonalColumns(separator: 0x2C).find(in: Array(lines.joined(separator: "\n").replacing("~", with: "").utf8)) { _ in false }
    }

    /// A separator within quotes is none.
    @Test func whatIsQuotedIsOneField() {
        let said = ["names of people, in the column `surname`"]
        #expect(columns(["id,note,surname", "1,\"a, b\",Meier", "2,\"c, d, e\",Huber"]) == said)
        #expect(columns(["id,\"note, if any\",surname", "1,x,Meier"]) == said)
    }

    /// Half of the values, or four of five where only they tell.
    @Test func enoughValuesMakeAColumn() {
        #expect(columns(["surname", "Meier", "9"]) == ["names of people, in the column `surname`"])
        #expect(columns(["surname", "Meier", "9", "9"]) == [])
        #expect(columns(["surname", "", "Meier"]) == ["names of people, in the column `surname`"])
        let card = card("4", 16).map(String.init).joined()
        #expect(columns(["x", card, card, card, card, "1"]) == ["card numbers, in the column `x`"])
        #expect(columns(["x", card, card, card, "1"]) == [])
        #expect(columns(["x"]) == [] && columns([]) == [])
    }

    @Test func aTableIsLookedAtForFiveHundredLines() {
        for (line, isFound) in [(500, true), (501, false)] {
            let rows = ["x"] + (2..<line).map { _ in "-" } + ["ada@lovelace~.org"]
            #expect(!columns(rows).isEmpty == isFound, "line \(line)")
        }
    }

    @Test(arguments: [
        ("surname", "Li", true), ("surname", "L", false), ("surname", "li", false), ("surname", "Äl", true),
        ("surname", "L" + String(repeating: "i", count: 59), true), ("surname", "L" + String(repeating: "i", count: 60), false),
        ("surname", "Li2", false), ("dob", "1980-2", true), ("dob", "198-2", false), ("dob", "1980-12-31", true),
        ("dob", "19801-12-311", false), ("dob", "1980-02-01T10", true), ("dob", "1980x", false), ("phone", "123-456", true),
        ("phone", "123-45", false), ("street", "A 1", true), ("street", "A", false), ("street", "1", false),
        ("passport", "A12345", true), ("passport", "A1234", false), ("lat", "52.5200", true), ("lat", "52.520", false),
        ("lat", "52,5200x", false), ("Date of birth", "1980-2-1", true), ("birthmark", "1980-2-1", false),
        ("First Name", "Li", true), ("name", "Li", false),
    ])
    func aHeadingSaysWhatValuesAre(heading: String, value: String, isPersonal: Bool) {
        #expect(!columns([heading, value]).isEmpty == isPersonal)
    }
}
