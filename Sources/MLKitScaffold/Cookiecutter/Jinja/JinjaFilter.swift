/// The filters that are known.
enum JinjaFilter: String, CaseIterable {
    case abs, capitalize, center, count, d, `default`, dictsort, e, escape, first, float, format, indent, int, items,
        join
    case jsonify, last, length, list, lower, map, max, min, random, reject, rejectattr, replace, reverse, round, safe,
        select
    case selectattr, slugify, sort, string, sum, title, tojson, trim, truncate, unique, upper, wordcount, wordwrap

    /// Whether it takes a value that is not there.
    var acceptsUndefined: Bool { self == .default || self == .d }

    /// Names that Jinja knows and this does not, for the words of a message.
    static let unsupported: Set<String> = [
        "attr", "batch", "filesizeformat", "forceescape", "groupby", "pprint", "slice", "striptags", "urlencode",
        "urlize", "xmlattr",
    ]
}
