internal import MLKitCore
internal import MLKitYAML

/// Finds evidence in checklist records whose place a change of layout changes.
struct EvidencePaths {
    let moved: MovedPaths

    private static let fence = Array("---\n".utf8)

    /// The record with the new paths; `nil` if there are none, or if it is not written as mlkit writes it.
    func changed(_ bytes: [UInt8], file: String) -> [UInt8]? {
        guard bytes.starts(with: Self.fence),
            let end = bytes.indices.dropFirst(4).first(where: {
                bytes[$0 - 1] == 0x0A && bytes[$0...].starts(with: Self.fence)
            })
        else { return nil }
        let text = Array(bytes[4..<end])
        guard let root = try? YAMLDocument.parse(text, file: file) else { return nil }
        var edit = YAMLEdit(text, file: file)
        var isChanged = false
        for item in root["evidence"]?.sequence ?? [] {
            guard let node = item["path"], let path = node.text, let new = moved.destination(of: path) else { continue }
            edit.replaceScalar(at: node, with: new)
            isChanged = true
        }
        guard isChanged, let new = try? edit.result() else { return nil }
        return Self.fence + new + bytes[end...]
    }
}
