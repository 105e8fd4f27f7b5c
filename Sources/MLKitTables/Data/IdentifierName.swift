/// What the name of a column says of its values: whether they name rows, or whom or what rows belong to.
enum IdentifierName {
    /// `id`, `PassengerId`, `customer_id`, `uuid`, `Kunden-Nr`, `Kundennummer`, `Account Number`, `Unnamed: 0` (an index that pandas wrote)
    /// and the like.
    static func isOne(_ name: String) -> Bool {
        if ["unnamed: 0", "rowid"].contains(name.lowercased()) { return true }
        let words = words(name)
        guard let last = words.last else { return false }
        if words.count == 1, ["id", "ids", "uuid", "guid", "index", "row", "key", "nr", "nummer"].contains(last) { return true }
        if last.hasSuffix("id"), owners.contains(String(last.dropLast(2))) { return true }
        if words.count > 1, ["id", "ids", "uuid", "guid"].contains(last) { return true }
        // `Nr` of what is a name: of a house, a page or a room it is a number like others.
        if words.count > 1, numbers.contains(last) { return words.dropLast().last.map { !isPlace($0) && !amounts.contains($0) } ?? false }
        return compounds.contains { last.hasSuffix($0) && last.count > $0.count && !isPlace(String(last.dropLast($0.count))) }
    }

    /// The same, or a name such as `customer`, `user` and `patient`, of whom several rows may be.
    static func isOfGroups(_ name: String) -> Bool {
        if isOne(name) { return true }
        let words = words(name)
        guard let last = words.last else { return false }
        // `customer code`, but not `customer age`.
        if words.count > 1, codes.contains(last) { return words.dropLast().last.map(owners.contains) ?? false }
        return owners.contains(last)
    }

    /// In small letters, without accents: `KundenNr`, `kunden-nr.` and `Kunden Nr` are two words each.
    private static func words(_ name: String) -> [String] {
        var (words, word, wasLower) = ([String](), "", false)
        for character in plain(name) {
            guard character.isLetter || character.isNumber else {
                if !word.isEmpty { words.append(word) }
                (word, wasLower) = ("", false)
                continue
            }
            if character.isUppercase, wasLower, !word.isEmpty {
                words.append(word)
                word = ""
            }
            wasLower = character.isLowercase || character.isNumber
            word += character.lowercased()
        }
        return word.isEmpty ? words : words + [word]
    }

    /// Without accents.
    private static func plain(_ name: String) -> String {
        String(name.map { character in
            let small = plainLetters.first { $0.accented.contains(character.lowercased()) }?.plain
            return small.map { character.isUppercase ? Character($0.uppercased()) : $0 } ?? character
        })
    }

    private static let plainLetters: [(accented: String, plain: Character)] = [
        ("áàâäãå", "a"), ("éèêë", "e"), ("íìîï", "i"), ("óòôöõø", "o"), ("úùûü", "u"), ("ñ", "n"), ("ç", "c"),
    ]

    private static func isPlace(_ word: String) -> Bool {
        let known = [
            "house", "haus", "room", "zimmer", "page", "seite", "week", "woche", "kalenderwoche", "line", "zeilen", "floor", "stockwerk",
            "etagen",
            "street", "strassen", "lot", "tel", "telefon", "fax", "version", "versions", "model", "modell", "port", "serie", "jahr", "year",
            "month",
            "monat", "tages", "day", "track", "step", "schritt", "batch", "epoch", "chapter", "kapitel", "plz", "level",
        ]
        return known.contains(word)
    }

    private static let amounts: Set<String> = ["of", "total", "max", "min", "mean", "average", "avg", "sum", "gesamt", "yes", "ja", "si",
        "oui", "or"]
    private static let numbers: Set<String> = ["nr", "no", "num", "number", "nummer", "numero", "nro", "key"]
    private static let compounds = ["nummer", "nr", "number"]
    private static let codes: Set<String> = ["code", "ref", "reference", "hash", "name", "token", "kennung", "kuerzel", "kurzel",
        "schlussel"]

    /// Whom or what several rows may be of, in English, German, French, Spanish, Italian, Portuguese and Dutch.
    private static let owners: Set<String> = [
        "customer", "client", "user", "username", "patient", "account", "subscriber", "member", "person", "subject", "participant",
        "student", "pupil",
        "employee", "worker", "driver", "rider", "household", "family", "device", "machine", "sensor", "vehicle", "session", "visitor",
        "player",
        "merchant", "vendor", "supplier", "seller", "buyer", "borrower", "tenant", "author", "speaker", "donor", "contract", "policyholder",
        "hospital",
        "kunde", "kunden", "benutzer", "nutzer", "patientin", "konto", "mitglied", "proband", "schuler", "mitarbeiter", "fahrer",
        "haushalt",
        "gerat", "maschine", "fahrzeug", "besucher", "spieler", "lieferant", "handler", "mieter", "vertrag", "versicherter", "teilnehmer",
        "utilisateur", "compte", "membre", "personne", "sujet", "eleve", "etudiant", "employe", "conducteur", "menage", "appareil",
        "fournisseur",
        "cliente", "usuario", "paciente", "cuenta", "miembro", "persona", "sujeto", "alumno", "estudiante", "empleado", "conductor",
        "hogar",
        "utente", "paziente", "conto", "soggetto", "studente", "dipendente", "usuaria", "conta", "aluno", "klant", "gebruiker", "rekening",
        "lid",
    ]
}
