internal import MLKitONNX

/// Rows of a request, in any of the forms that `/predict` takes:
///
/// ```
/// {"rows": [{"age": 39}, …]}      [{"age": 39}, …]      {"age": 39}      {"columns": {"age": [39, …]}}
/// ```
///
/// No name of a column is reserved: a column called `rows` has a value, and the key `rows` has a list.
struct PredictRequest {
    let tensors: [Tensor]
    let rows: Int

    /// - Throws: `Refusal` for a body that is none of the forms or breaks the model's rules.
    init(_ body: [UInt8], for model: ServedModel, rowLimit: Int, _ cancellation: Cancellation) throws {
        var table = TableReader(model, rowLimit: rowLimit, cancellation)
        try JSONBody.read(body, cancellation) { scanner in
            do {
                try Self.read(&scanner, model, &table)
            } catch is Problems.Enough {
                return
            }
            try scanner.end()
        }
        try table.problems.refuse()
        tensors = table.rows > 0 ? try table.tensors() : []
        rows = table.rows
    }

    private static func read(_ scanner: inout JSONScanner, _ model: ServedModel, _ table: inout TableReader) throws {
        switch try scanner.kind() {
        case .list: try table.takeRows(&scanner)
        case .object:
            guard let wrapper = try wrapper(scanner, model) else { return try table.takeRow(&scanner) }
            try unwrap(&scanner, wrapper, &table)
        default:
            let element = try scanner.element()
            try table.problems.add("expected an object with `rows`, got \(Self.kind(of: element))")
        }
    }

    /// The key, `rows` or `columns`, that an object has around its rows; `nil` for an object that is a row.
    private static func wrapper(_ scanner: JSONScanner, _ model: ServedModel) throws -> String? {
        var scanner = scanner
        var found: String?
        do {
            try scanner.members { scanner, name in
                for key in wrappers where scanner.isEqual(name, key.bytes) {
                    let isWrapper = try scanner.kind() == key.kind
                    if isWrapper || model.position(of: key.name) == nil { found = key.name }
                }
                // The first key tells in all but strange requests, and the rest may be long.
                if found != nil { throw Found() }
                _ = try scanner.skip()
            }
        } catch is Found {}
        return found
    }

    private struct Found: Error {}

    private static let wrappers: [(name: String, bytes: [UInt8], kind: JSONScanner.Kind)] = [
        ("rows", Array("rows".utf8), .list), ("columns", Array("columns".utf8), .object),
    ]

    private static func unwrap(_ scanner: inout JSONScanner, _ wrapper: String, _ table: inout TableReader) throws {
        let key = Array(wrapper.utf8)
        var isSeen = false
        try scanner.members { scanner, name in
            guard scanner.isEqual(name, key) else {
                _ = try scanner.skip()
                return try table.problems.add("unknown key `\(scanner.string(name).excerpt)` beside `\(wrapper)`")
            }
            if isSeen { try table.problems.add("`\(wrapper)` is given twice") }
            isSeen = true
            let kind = try scanner.kind()
            switch (wrapper, kind) {
            case ("rows", .list): try table.takeRows(&scanner)
            case ("columns", .object): try table.takeColumns(&scanner)
            default:
                let element = try scanner.element()
                let expected = wrapper == "rows" ? "a list of objects" : "an object of lists"
                try table.problems.add("`\(wrapper)` should be \(expected), and is \(Self.kind(of: element))")
            }
        }
    }

    private static func kind(of element: Element) -> String {
        switch element {
        case .missing: "nothing"
        case .truth: "true or false"
        case .number: "a number"
        case .text: "text"
        case .nested(let kind): kind
        }
    }
}
