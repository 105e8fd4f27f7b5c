internal import MLKitCore
internal import MLKitONNX

/// Gathers rows or columns of a request into one tensor per input of the model.
struct TableReader {
    private let model: ServedModel
    private let rowLimit: Int
    private let cancellation: Cancellation
    private let names: [[UInt8]]
    private var buffers: [ElementBuffer]
    private(set) var rows = 0
    /// Columns that the model does not look at, as far as this row has had them.
    private var passed = Set<ByteText>()
    var problems = Problems()
    /// Whether `[39]` is taken for `39`: a tensor of shape [N, 1] as lists.
    var takesSingles = false

    init(_ model: ServedModel, rowLimit: Int, _ cancellation: Cancellation) {
        self.model = model
        self.rowLimit = rowLimit
        self.cancellation = cancellation
        names = model.inputNames
        buffers = model.rules.map { ElementBuffer($0.type) }
    }

    /// - Returns: one tensor of shape [rows, 1] for each input.
    func tensors() throws -> [Tensor] {
        try buffers.map { try $0.tensor(shape: [rows, 1]) }
    }

    // MARK: Rows

    /// Takes a list of objects, one a row.
    mutating func takeRows(_ scanner: inout JSONScanner) throws {
        try scanner.elements { scanner in try takeRow(&scanner) }
    }

    /// Takes an object as one row.
    mutating func takeRow(_ scanner: inout JSONScanner) throws {
        try begin()
        guard try scanner.kind() == .object else {
            let shown = try scanner.element().shown
            try problems.add("row \(rows): expected an object, got \(shown)")
            return try endRow(of: false)
        }
        var place = 0
        try scanner.members { scanner, name in
            try take(name, likely: place, &scanner)
            place += 1
        }
        try endRow(of: true)
    }

    /// Takes a list of objects; of a model with one column also its values.
    mutating func takeInstances(_ scanner: inout JSONScanner) throws {
        try scanner.elements { scanner in
            guard model.rules.count == 1, try scanner.kind() != .object else { return try takeRow(&scanner) }
            try begin()
            try append(try element(&scanner), at: 0)
        }
    }

    /// The positions of columns that a request names.
    mutating func positions(of columns: [String]) throws -> [Int?] {
        var seen = Set<Int>()
        return try columns.map { name in
            guard let position = model.position(of: name) else {
                try pass(name, "column")
                return nil
            }
            if !seen.insert(position).inserted { try problems.add("column `\(model.rules[position].name)`: given twice") }
            return position
        }
    }

    /// Finds that no column is missing, where there are no rows to tell.
    mutating func finish(columns: [Int?]) throws {
        if rows == 0 { try fillColumns(Set(columns.compactMap { $0 })) }
    }

    /// Takes a list of values in the order of `columns`.
    mutating func takeRow(_ scanner: inout JSONScanner, columns: [Int?]) throws {
        try begin()
        guard try scanner.kind() == .list else {
            let shown = try scanner.element().shown
            try problems.add("row \(rows): expected a list, got \(shown)")
            return try endRow(of: false)
        }
        var place = 0
        try scanner.elements { scanner in
            let element = try scanner.element()
            if place < columns.count, let position = columns[place], buffers[position].count < rows { try append(element, at: position) }
            place += 1
        }
        if place != columns.count { try problems.add("row \(rows): has \(plural(place, "value")) for \(plural(columns.count, "column"))") }
        try endRow(of: place == columns.count)
    }

    private func element(_ scanner: inout JSONScanner) throws -> Element {
        guard takesSingles, try scanner.kind() == .list else { return try scanner.element() }
        var elements = [Element]()
        try scanner.elements { scanner in
            let element = try scanner.element()
            if elements.count < 2 { elements.append(element) }
        }
        return elements.count == 1 ? elements[0] : .nested("a list")
    }

    private mutating func begin() throws {
        guard rows < rowLimit else { throw Self.tooMany(rowLimit) }
        rows += 1
        if !passed.isEmpty { passed.removeAll(keepingCapacity: true) }
        if rows % 1024 == 0 { try cancellation.check() }
    }

    static func tooMany(_ limit: Int) -> Refusal {
        Refusal(.contentTooLarge, "the request has more than \(plural(limit, "row"))")
    }

    /// A column that still has fewer values than there are rows has not been given this one.
    private mutating func endRow(of isRow: Bool) throws {
        for position in buffers.indices where buffers[position].count < rows {
            let problem = model.rules[position].appendAbsent(to: &buffers[position])
            if isRow, let problem { try tell(problem, position) }
        }
    }

    private mutating func take(_ name: JSONText, likely place: Int, _ scanner: inout JSONScanner) throws {
        guard let position = position(of: name, likely: place, scanner) else {
            _ = try scanner.skip()
            return try pass(scanner.string(name), "row \(rows), field")
        }
        let element = try element(&scanner)
        guard buffers[position].count < rows else {
            return try problems.add("row \(rows), field `\(model.rules[position].name)`: given twice")
        }
        try append(element, at: position)
    }

    private mutating func append(_ element: Element, at position: Int) throws {
        if let problem = model.rules[position].append(cell: element, to: &buffers[position]) { try tell(problem, position) }
    }

    private mutating func tell(_ problem: String, _ position: Int) throws {
        try problems.add("row \(rows), field `\(model.rules[position].name)`: \(problem)")
    }

    /// Most clients send the columns in the order of the table: that place is looked at first.
    private func position(of name: JSONText, likely place: Int, _ scanner: JSONScanner) -> Int? {
        if place < names.count, scanner.isEqual(name, names[place]) { return place }
        return model.position(of: scanner.string(name))
    }

    /// Takes note of a column that the model does not take, which must be another of its table, and there once.
    private mutating func pass(_ name: String, _ place: String) throws {
        let isOfTable = model.ignored.contains(ByteText(name))
        if isOfTable, passed.insert(ByteText(name)).inserted { return }
        let problem =
            if isOfTable { "given twice" } else if name == model.target {
                "this is what the model predicts, not an input"
            } else {
                "the model has no such input\(name.hint(among: model.rules.map(\.name)))"
            }
        try problems.add("\(place) `\(name.excerpt)`: \(problem)")
    }

    // MARK: Columns

    /// Takes an object of lists, one a column.
    mutating func takeColumns(_ scanner: inout JSONScanner) throws {
        var given = Set<Int>()
        try scanner.members { scanner, name in
            let text = scanner.string(name)
            guard let position = model.position(of: text) else {
                _ = try scanner.skip()
                return try pass(text, "column")
            }
            let isNew = given.insert(position).inserted
            if !isNew { try problems.add("column `\(model.rules[position].name)`: given twice") }
            try takeColumn(isNew ? position : nil, text, &scanner)
        }
        try fillColumns(given)
    }

    private mutating func takeColumn(_ position: Int?, _ name: String, _ scanner: inout JSONScanner) throws {
        guard try scanner.kind() == .list else {
            let shown = try scanner.element().shown
            return try problems.add("column `\(name.excerpt)`: expected a list, got \(shown)")
        }
        var row = 0
        try scanner.elements { scanner in
            row += 1
            guard row <= rowLimit else { throw Self.tooMany(rowLimit) }
            if row % 1024 == 0 { try cancellation.check() }
            let element = try element(&scanner)
            guard let position, let problem = model.rules[position].append(cell: element, to: &buffers[position]) else { return }
            try problems.add("row \(row), field `\(model.rules[position].name)`: \(problem)")
        }
        rows = max(rows, row)
    }

    private mutating func fillColumns(_ given: Set<Int>) throws {
        let isSound = problems.isEmpty
        for position in buffers.indices {
            let name = model.rules[position].name
            if given.contains(position), buffers[position].count != rows {
                try problems.add("column `\(name)`: has \(plural(buffers[position].count, "value")), and another has \(rows)")
            }
            guard !given.contains(position) else { continue }
            if rows == 0, isSound {
                // Of no rows, too, the columns are those of the model.
                var none = ElementBuffer(model.rules[position].type)
                if model.rules[position].appendAbsent(to: &none) != nil { try problems.add("column `\(name)`: missing") }
            }
            for _ in 0..<rows {
                guard model.rules[position].appendAbsent(to: &buffers[position]) == nil else {
                    try problems.add("column `\(name)`: missing")
                    break
                }
            }
        }
    }
}
