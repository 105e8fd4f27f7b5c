internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// What one input of a model takes: its type and, for a column of a table, whether a value may be missing, be a
/// fraction, or be only one of some. Every door holds its requests to these rules.
struct FieldRule: Sendable {
    let name: String
    /// The type in which the model takes it.
    let type: ElementType
    let column: Column?

    /// A class, so that a rule that is looked up for a value is one reference and not those of all it holds.
    final class Column: Sendable {
        /// That of the column; a name of rows that a model takes all the same is a text to it.
        let kind: ColumnType
        let nullable: Bool
        /// Empty where any text may stand.
        let categories: CategoryList
        /// The least and the greatest number there may be.
        let minimum: Double?
        let maximum: Double?
        /// How dates are written.
        let format: DateFormat
        /// What the data stage did to raw values; `nil` where that is not known.
        let cleaning: Cleaning?
        /// How numbers are written in texts.
        let numbers: NumberFormat
        /// Whether words stand for what names a person, as in the texts that the model learned from.
        let isRedacted: Bool
        /// How values are made coarser, as those that the model learned from were; `nil` for not at all.
        let aggregation: Aggregation?

        init(_ column: ModelColumn, _ cleaning: Cleaning?) {
            kind = column.type == .identifier ? .text : column.type
            nullable = column.nullable
            categories = CategoryList(column.categories)
            minimum = column.minimum
            maximum = column.maximum
            format = column.format.flatMap { DateFormat($0) } ?? .standard
            let own = cleaning?.ofColumn(column.name)
            self.cleaning = own
            numbers = own?.numbers ?? .plain
            isRedacted = cleaning?.redacted.contains(bytesOf: column.name) ?? false
            aggregation = cleaning?.aggregation(of: column.name)
        }
    }

    /// Appends a value in the model's form, or only its place.
    ///
    /// - Returns: what is wrong with it; `nil` if nothing is.
    func append(_ element: Element, to buffer: inout ElementBuffer) -> String? {
        let problem = take(element, &buffer)
        if problem != nil { buffer.appendNothing() }
        return problem
    }

    /// The same for a value as it stands in a row, where a moment is a text and what day a number means would be a guess.
    func append(cell element: Element, to buffer: inout ElementBuffer) -> String? {
        guard case .number = element, column?.cleaning != nil, column?.isMoment == true else { return append(element, to: &buffer) }
        buffer.appendNothing()
        return unexpected(element)
    }

    /// Up to 2^53 a double holds every whole number.
    static let largestWhole = 1 << 53

    private static func isExact(_ number: JSONNumber) -> Bool {
        switch number {
        case .whole(let value): value.magnitude <= UInt(largestWhole)
        case .large, .rounded: false
        case .real(let value): value.magnitude <= Double(largestWhole)
        }
    }

    private static func isFraction(_ number: JSONNumber) -> Bool {
        switch number {
        case .whole, .large: false
        case .real(let value): value != value.rounded()
        // Beyond, doubles do not tell.
        case .rounded(let value): value.magnitude < Double(largestWhole)
        }
    }

    /// What a row without this column means.
    func appendAbsent(to buffer: inout ElementBuffer) -> String? {
        buffer.appendNothing()
        return takesMissing ? nil : "missing"
    }

    private func take(_ element: Element, _ buffer: inout ElementBuffer) -> String? {
        switch element {
        case .missing: return missing("must not be null", &buffer)
        case .number(let number): return take(number, &buffer)
        case .truth(let truth): return take(truth, &buffer)
        case .text(let text): return take(text, &buffer)
        case .nested: return unexpected(element)
        }
    }

    private func missing(_ problem: String, _ buffer: inout ElementBuffer) -> String? {
        guard takesMissing else { return problem }
        buffer.appendNothing()
        return nil
    }

    /// Missing is NaN or the empty text; whole numbers and truth values have no such value.
    var takesMissing: Bool { column?.nullable == true && (type.isReal || type == .string) }

    private func take(_ number: JSONNumber, _ buffer: inout ElementBuffer) -> String? {
        guard type != .string, column?.kind != .boolean, column?.kind != .text else { return unexpected(.number(number)) }
        if case .real(let value) = number, value.isNaN { return column == nil ? put(value, &buffer) : missing("must not be NaN", &buffer) }
        if column?.kind == .integer, Self.isFraction(number) { return unexpected(.number(number)) }
        if column != nil, !number.double.isFinite { return "must be finite" }
        if column?.kind == .integer, type.isReal, !Self.isExact(number) {
            return "\(Element.number(number).shown) is beyond 2^53, where doubles do not hold every whole number"
        }
        let number = column?.coarser(number) ?? number
        if let problem = column?.problem(of: number.double) { return problem }
        switch type {
        case .double: return put(number.double, &buffer)
        case .float, .float16, .bfloat16: return put(rounded: number, &buffer)
        default: return put(number, asWhole: &buffer)
        }
    }

    private func put(_ value: Double, _ buffer: inout ElementBuffer) -> String? {
        guard type.isReal else { return unexpected(.number(.real(value))) }
        buffer.append(value)
        return nil
    }

    /// A number that the type would round to an infinity is beyond its range.
    private func put(rounded number: JSONNumber, _ buffer: inout ElementBuffer) -> String? {
        let value = number.double
        let isFinite =
            switch type {
            case .float16: Float16(value).isFinite
            case .bfloat16: BFloat16(Float(value)).float.isFinite
            default: Float(value).isFinite
            }
        guard isFinite || !value.isFinite else {
            return "\(Element.number(number).shown) is beyond the range of \(Datatype(type).rawValue)"
        }
        buffer.append(value)
        return nil
    }

    private func put(_ number: JSONNumber, asWhole buffer: inout ElementBuffer) -> String? {
        let range = Datatype(type)
        guard range.holds(number), let whole = number.whole else {
            return "expected \(range.rawValue), got \(Element.number(number).shown)"
        }
        buffer.append(whole)
        return nil
    }

    private func take(_ truth: Bool, _ buffer: inout ElementBuffer) -> String? {
        switch (column?.kind, type) {
        case (.boolean, .string): buffer.append(truth ? "true" : "false")
        case (.boolean, _) where type.isReal: buffer.append(truth ? 1.0 : 0.0)
        case (.boolean, _), (nil, .bool): buffer.append(truth ? 1 as Int64 : 0)
        default: return unexpected(.truth(truth))
        }
        return nil
    }

    private func take(_ text: String, _ buffer: inout ElementBuffer) -> String? {
        if let column, let cleaning = column.cleaning {
            // Most are categories as they stand.
            if column.kind == .text, type == .string, !text.isEmpty, column.aggregation == nil, column.categories.contains(text) {
                buffer.append(text)
                return nil
            }
            return take(raw: text, column, cleaning, &buffer)
        }
        guard type == .string, column.map({ $0.kind == .text || $0.kind == .boolean }) ?? true else { return unexpected(.text(text)) }
        return put(text, &buffer)
    }

    /// Does to a text what the data stage did to those that the model learned from.
    private func take(raw: String, _ column: Column, _ cleaning: Cleaning, _ buffer: inout ElementBuffer) -> String? {
        guard let text = cleaning.text(raw, categories: { column.categories.contains($0) }) else {
            return missing(raw.isEmpty ? "must not be empty" : "must not be missing, as \(Element.quoted(raw)) means", &buffer)
        }
        switch column.kind {
        case .text, .identifier:
            return type == .string ? put(column.coarser(column.isRedacted ? Redaction.redacted(text) : text), &buffer) : unexpected(.text(raw))
        case .boolean:
            let lower = text.lowercased()
            guard lower == "true" || lower == "false" else { return unexpected(.text(raw)) }
            return take(lower == "true", &buffer)
        case .date, .timestamp:
            // As programs write days in JSON, and as files of it are read.
            guard let moment = column.format.moment(text) ?? DateFormat.standard.moment(text), column.kind == .timestamp || !moment.hasTime
            else { return unexpected(.text(raw)) }
            let microseconds = column.aggregation?.microseconds(moment.microseconds) ?? moment.microseconds
            return put(column.kind == .date ? Double(Calendar.day(ofMicroseconds: microseconds)) : Double(microseconds) / 1e6, &buffer)
        case .integer, .number:
            switch column.numbers.value(text) {
            case .integer(let whole): return take(.whole(Int(whole)), &buffer)
            case .real(let value): return take(.real(value), &buffer)
            case .notANumber: return missing("must not be NaN", &buffer)
            case .infinite, nil: return unexpected(.text(raw))
            }
        }
    }

    private func put(_ text: String, _ buffer: inout ElementBuffer) -> String? {
        if text.utf8.contains(0) { return "must not have the character U+0000 in it" }
        guard let column else {
            buffer.append(text)
            return nil
        }
        if text.isEmpty { return missing("must not be empty", &buffer) }
        if column.kind == .boolean, text != "true", text != "false" { return unexpected(.text(text)) }
        if column.categories.names.isEmpty {
            buffer.append(text)
            return nil
        }
        guard column.categories.contains(text) else {
            return "unknown category \(Element.quoted(text))" + (column.categories.advice(for: text).map { "; \($0)" } ?? "")
        }
        buffer.append(text)
        return nil
    }

    private func unexpected(_ element: Element) -> String { "expected \(expectation), got \(element.shown)" }

    /// What is taken, in words.
    var expectation: String {
        switch column?.kind {
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .text, .identifier: "text"
        case .date: "a date such as \(Element.quoted(column?.format.example ?? "")), by \(Element.quoted(column?.format.text ?? ""))"
        case .timestamp: "a time stamp such as \(Element.quoted((column?.format.example ?? "") + " 14:30:00"))"
        case nil: Datatype(type).rawValue
        }
    }
}
