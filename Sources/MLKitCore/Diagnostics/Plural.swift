/// "1 stage", "2 stages": a count with its noun, the plural spelt out where it is not the noun plus `s`.
public func plural(_ count: Int, _ noun: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : many ?? noun + "s")"
}
