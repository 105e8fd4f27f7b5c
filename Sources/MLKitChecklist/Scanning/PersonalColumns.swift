/// Finds the columns of a table that are about people: by their headings, and by what most of their values are. One
/// value says little in a table: among many numbers some always look like that of a card.
struct PersonalColumns {
    private let usual: UInt8

    /// A table's first rows tell what its columns are.
    private static let rows = 500

    /// - Parameter separator: what stands between the columns, unless the heading has more of another.
    init(separator: UInt8) { usual = separator }

    /// The kinds of personal columns, each with its heading.
    ///
    /// - Parameter isKnown: whether an e-mail address is known to be that of an author.
    func find(in bytes: [UInt8], isKnown: (String) throws -> Bool) rethrows -> [String] {
        var heading = [String]()
        var columns = [[[UInt8]]]()
        var separator = usual
        TextLines.forEach(in: bytes) { line, number in
            guard number <= Self.rows, line.contains(where: { !TextLines.isSpace($0) }) else { return }
            if heading.isEmpty { separator = Self.separator(of: line, usual) }
            let fields = Self.fields(line, separator)
            guard !heading.isEmpty else {
                heading = fields.map { String(decoding: $0, as: UTF8.self) }
                columns = heading.map { _ in [] }
                return
            }
            for (index, field) in fields.enumerated() where index < columns.count && !field.isEmpty { columns[index].append(field) }
        }
        return try Self.kinds(heading, columns, isKnown).map { "\($0.kind), in the column `\($0.name)`" }
    }

    /// The columns about people, each with what it has of them.
    ///
    /// - Parameter columns: the values of each that are there.
    static func kinds(
        _ heading: [String], _ columns: [[[UInt8]]], _ isKnown: (String) throws -> Bool
    ) rethrows -> [(name: String, kind: String)] {
        let isOfPeople = heading.contains { ColumnHeading($0).isOfPerson }
        return try zip(heading, columns).compactMap { name, values in
            let kind = try kind(of: name, values, isKnown) ?? (isOfPeople && areNames(name, values) ? "names of people" : nil)
            return kind.map { (name, $0) }
        }
    }

    /// Whether a column `name` has names of people, in a table that says more of them, such as their age.
    private static func areNames(_ heading: String, _ values: [[UInt8]]) -> Bool {
        guard ["name", "names", "nombre", "nom", "nome"].contains(ColumnHeading.plain(heading)), !values.isEmpty else { return false }
        let full = values.count { value in
            isName(value) && value.split(separator: 0x20).count { $0.first.map { TextLines.isUpper($0) || $0 >= 0x80 } ?? false } > 1
        }
        return Double(full) >= 0.5 * Double(values.count)
    }

    /// What parts the columns: a program may write `;` or tabs into a file that ends in `.csv`.
    private static func separator(of heading: UnsafeRawBufferPointer, _ usual: UInt8) -> UInt8 {
        func count(_ separator: UInt8) -> Int { heading.count { $0 == separator } }
        let most = [0x2C, 0x3B, 0x09, 0x7C].max { count($0) < count($1) } ?? usual
        return count(usual) >= count(most) ? usual : most
    }

    /// The fields of a row (RFC 4180); a field with a line break in it ends there.
    private static func fields(_ line: UnsafeRawBufferPointer, _ separator: UInt8) -> [[UInt8]] {
        var fields = [[UInt8]()]
        var isQuoted = false
        for byte in line where byte != 0x0D {
            if byte == 0x22 { isQuoted.toggle() } else if byte == separator, !isQuoted { fields.append([]) } else {
                fields[fields.count - 1].append(byte)
            }
        }
        return fields.map { field in Array(field.drop(while: TextLines.isSpace).reversed().drop(while: TextLines.isSpace).reversed()) }
    }

    private static func kind(
        of heading: String, _ values: [[UInt8]], _ isKnown: (String) throws -> Bool
    ) rethrows -> String? {
        guard !values.isEmpty else { return nil }
        func most(_ fits: ([UInt8]) -> Bool, of share: Double = 0.5) -> Bool {
            Double(values.count(where: fits)) >= share * Double(values.count)
        }
        let addresses = values.flatMap { $0.withUnsafeBytes { EmailAddress.all(in: $0) } }
        if try addresses.contains(where: { try !isKnown($0) }) { return "e-mail addresses" }
        if let said = ColumnHeading(heading).kind {
            switch said {
            case .name where most(isName): return "names of people"
            case .birth where most(isDate): return "dates of birth"
            case .telephone where most({ $0.count(where: TextLines.isDigit) >= 6 }): return "telephone numbers"
            case .street where most(
                { $0.contains(where: TextLines.isLetter) && $0.contains(where: TextLines.isDigit) }): return "addresses of houses"
            case .identity where most({ $0.count(where: TextLines.isDigit) >= 5 }): return "numbers that stand for people"
            case .latitude where most({ isFine($0) }): return "coordinates"
            default: break
            }
        }
        return byValues(values)
    }

    private static func byValues(_ values: [[UInt8]]) -> String? {
        func begins(_ fits: (UnsafeRawBufferPointer) -> Bool) -> Bool {
            Double(values.count { !$0.isEmpty && $0.withUnsafeBytes(fits) }) >= 0.8 * Double(values.count)
        }
        if begins({ AccountNumber.isIBAN($0, 0) }) { return "account numbers" }
        if begins({ line in AccountNumber.isCard(DigitGroups(line, 0, separators: [0x20, 0x2D]).digits) }) { return "card numbers" }
        if begins({ $0[0] == 0x2B && TelephoneNumber.begins($0, 0, LineWords($0)) }) { return "telephone numbers" }
        return begins({ AccountNumber.isSocialSecurity($0, 0) }) ? "social security numbers" : nil
    }

    /// Words that begin with capitals, and no digit.
    private static func isName(_ value: [UInt8]) -> Bool {
        guard value.count >= 2, value.count <= 60, !value.contains(where: TextLines.isDigit), let first = value.first else { return false }
        return TextLines.isUpper(first) || first >= 0x80
    }

    /// `1990-01-31`, `31.01.1990`, `1/31/1990`, `19900131`.
    private static func isDate(_ value: [UInt8]) -> Bool {
        let digits = value.count(where: TextLines.isDigit)
        return (5...8).contains(digits) && value.allSatisfy { TextLines.isDigit($0) || [0x2D, 0x2E, 0x2F, 0x20].contains($0) }
            || digits >= 8 && value.count >= 10 && value[..<4].allSatisfy(TextLines.isDigit) && value[4] == 0x2D
    }

    /// A number with four decimals or more.
    private static func isFine(_ value: [UInt8]) -> Bool {
        guard let point = value.firstIndex(of: 0x2E) else { return false }
        return value.count - point > 4 && value.allSatisfy { TextLines.isDigit($0) || $0 == 0x2E || $0 == 0x2D }
    }
}

/// What a column's heading says of it.
struct ColumnHeading {
    enum Kind { case name, birth, telephone, street, identity, latitude }

    let kind: Kind?

    private static let kinds: [(Kind, whole: Set<String>, parts: [String])] = [
        (
            .name,
            [
                "firstname", "lastname", "surname", "fullname", "givenname", "familyname", "forename", "middlename", "maidenname",
                "vorname", "nachname", "familienname", "prenom", "apellido", "personname", "customername", "patientname",
                "employeename", "username", "contactname", "studentname", "clientname", "membername", "ownername", "holdername",
                "patient", "employee", "customer", "person",
            ], []
        ),
        (
            .birth, ["dob", "birth", "bday"],
            ["birthdate", "dateofbirth", "birthday", "geburtsdatum", "geburtstag", "birthdt", "borndate", "born"]),
        (.telephone, ["phone", "tel", "mobile", "fax", "cell", "handy"],
            ["phonenumber", "telephone", "mobilenumber", "cellphone", "phoneno", "telefon", "mobilephone"]),
        (.street, ["address", "street", "anschrift", "strasse", "addr"],
            ["streetaddress", "homeaddress", "addressline", "postaladdress", "mailingaddress"]),
        (.identity,
            [
                "ssn", "nino", "nhs", "taxid", "nationalid", "personalid", "passport", "steuerid", "aadhaar", "cpf", "pesel", "bsn", "dni",
                "nif",
                "nric", "curp", "personnummer", "codicefiscale",
            ],
            ["socialsecurity", "passportnumber", "nationalinsurance", "driverlicense", "driverslicense"]),
        (.latitude, ["lat", "latitude"], ["homelat", "gpslat"]),
    ]

    /// What tables have of people beside their names.
    private static let attributes: Set<String> = [
        "age", "sex", "gender", "dob", "birthdate", "dateofbirth", "salary", "income", "occupation", "email", "phone", "address",
        "nationality",
        "maritalstatus", "diagnosis", "alter", "geschlecht", "edad", "sexo", "sexe",
    ]

    /// Whether it says something that only people have.
    let isOfPerson: Bool

    /// In lower case, and without what joins words.
    static func plain(_ heading: String) -> String {
        String(heading.lowercased().replacing("ß", with: "ss").unicodeScalars.filter { $0.properties.isAlphabetic }.map(Character.init))
    }

    init(_ heading: String) {
        let text = Self.plain(heading)
        kind = Self.kinds.first { $0.whole.contains(text) || $0.parts.contains(where: text.contains) }?.0
        isOfPerson = Self.attributes.contains(text)
    }
}
