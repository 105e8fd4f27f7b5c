/// What people write where they do not know a number or a date. Elsewhere it may be a category like others.
public enum UnknownWords {
    /// In small letters.
    private static let all: Set<String> = [
        "unknown", "unk", "unkn", "missing", "not available", "not applicable", "not known", "not reported", "not recorded", "not given",
        "no data", "nodata", "no answer", "undefined", "undisclosed", "n.a.", "n.a", "tbd", "tba", "blank", "empty", "nil", "none", "null",
        "(null)", "(none)", "(blank)", "[null]", "unbekannt", "keine angabe", "keine angaben", "k.a.", "k. a.", "ka", "n.v.", "n. v.",
        "fehlt",
        "fehlend", "keine", "inconnu", "inconnue", "non renseigné", "non disponible", "n.c.", "nc", "manquant", "desconocido",
        "desconocida",
        "sin dato", "sin datos", "no disponible", "n.d.", "nd", "n/d", "sconosciuto", "non disponibile", "desconhecido", "onbekend",
        "okänd",
        "ukendt", "ukjent", "nieznany", "brak", "brak danych",
    ]

    /// - Parameter text: without spaces around it.
    public static func contain(_ text: String) -> Bool { text.utf8.count <= 20 && all.contains(text.lowercased()) }

    public static func contain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.count <= 20 && contain(String(decoding: text, as: UTF8.self))
    }
}
