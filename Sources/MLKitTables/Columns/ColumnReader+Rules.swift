internal import MLKitCore
internal import MLKitSignature

// What a schema demands of single values.

extension ColumnReader {
    func checkBounds(_ value: Double, _ number: Int) {
        guard let schema = plan.schema else { return }
        if let least = schema.minimum, value < least { note(.minimum, value, number) }
        if let most = schema.maximum, value > most { note(.maximum, value, number) }
    }

    func checkCategory(_ whole: Int64, _ number: Int) {
        guard !categories.isEmpty, !wholeCategories.contains(whole) else { return }
        note(.category, String(whole), number)
    }

    func note(_ rule: Breach.Rule, _ value: Double, _ number: Int) {
        note(rule, Int(exactly: value).map(String.init) ?? "\(value)", number)
    }

    func note(_ rule: Breach.Rule, _ text: UnsafeBufferPointer<UInt8>, _ number: Int) {
        note(rule, (breaches[rule]?.examples.count ?? 0) < Breach.shown ? String(decoding: text, as: UTF8.self) : "", number)
    }

    func note(_ rule: Breach.Rule, _ value: String, _ number: Int) {
        odd?.insert(number)
        breaches[rule, default: Breach(rule: rule)].add(value, number)
    }
}
