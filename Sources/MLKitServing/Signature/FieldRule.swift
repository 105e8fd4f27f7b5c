internal import MLKitCore
internal import MLKitONNX

/// What one input of a model takes: its type and, for a column of a table, whether a value may be missing, be a
/// fraction, or be only one of some. Every door holds its requests to these rules.
struct FieldRule: Sendable {
    let name: String
    /// The type in which the model takes it.
    let type: ElementType
    let column: Column?

    struct Column: Sendable {
        enum Kind: Sendable {
            case integer, number, boolean, text
        }

        var kind: Kind
        var nullable: Bool
        /// Empty where any text may stand.
        var categories: CategoryList
    }

    /// Appends a value in the model's form, or only its place.
    ///
    /// - Returns: what is wrong with it; `nil` if nothing is.
    func append(_ element: Element, to buffer: inout ElementBuffer) -> String? {
        let problem = take(element, &buffer)
        if problem != nil { buffer.appendNothing() }
        return problem
    }

    /// Up to 2^53 a double holds every whole number.
    static let largestWhole = 1 << 53

    private static func isExact(_ number: JSONNumber) -> Bool {
        switch number {
        case .whole(let value): value.magnitude <= UInt(largestWhole)
        case .large: false
        case .real(let value): value.magnitude <= Double(largestWhole)
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
        if column?.kind == .integer, case .real(let value) = number, value != value.rounded() { return unexpected(.number(number)) }
        if column != nil, !number.double.isFinite { return "must be finite" }
        if column?.kind == .integer, type.isReal, !Self.isExact(number) {
            return "\(Element.number(number).shown) is beyond 2^53, where doubles do not hold every whole number"
        }
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
        guard isFinite || !value.isFinite else { return "\(Element.number(number).shown) is beyond the range of \(Datatype(type).rawValue)" }
        buffer.append(value)
        return nil
    }

    private func put(_ number: JSONNumber, asWhole buffer: inout ElementBuffer) -> String? {
        let range = Datatype(type)
        guard range.holds(number), let whole = number.whole else { return "expected \(range.rawValue), got \(Element.number(number).shown)" }
        buffer.append(whole)
        return nil
    }

    private func take(_ truth: Bool, _ buffer: inout ElementBuffer) -> String? {
        switch (column?.kind, type) {
        case (.boolean, .string): buffer.append(truth ? "true" : "false")
        case (.boolean, _) where type.isReal, (nil, _) where type.isReal: buffer.append(truth ? 1.0 : 0.0)
        case (nil, .string): return unexpected(.truth(truth))
        case (.boolean, _), (nil, _): buffer.append(truth ? 1 as Int64 : 0)
        default: return unexpected(.truth(truth))
        }
        return nil
    }

    private func take(_ text: String, _ buffer: inout ElementBuffer) -> String? {
        guard type == .string, column.map({ $0.kind == .text || $0.kind == .boolean }) ?? true else { return unexpected(.text(text)) }
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
        case .text: "text"
        case nil: Datatype(type).rawValue
        }
    }
}
