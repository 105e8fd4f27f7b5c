internal import CEngines
internal import MLKitCore

/// Reads what a session says of its inputs and outputs.
struct DescriptionReader {
    let api: UnsafePointer<OrtApi>
    let allocator: OpaquePointer
    let session: OpaquePointer

    func inputs() throws -> [ValueDescription] {
        var count = 0
        try api.check(api.pointee.SessionGetInputCount(session, &count), "list the inputs")
        return try (0..<count).map { index in
            try describe({ api.pointee.SessionGetInputName(session, index, allocator, &$0) }) {
                api.pointee.SessionGetInputTypeInfo(session, index, &$0)
            }
        }
    }

    /// Inputs with a default.
    func optionalInputs() throws -> [ValueDescription] {
        var count = 0
        try api.check(api.pointee.SessionGetOverridableInitializerCount(session, &count), "list the inputs")
        return try (0..<count).map { index in
            try describe({ api.pointee.SessionGetOverridableInitializerName(session, index, allocator, &$0) }) {
                api.pointee.SessionGetOverridableInitializerTypeInfo(session, index, &$0)
            }
        }
    }

    func outputs() throws -> [ValueDescription] {
        var count = 0
        try api.check(api.pointee.SessionGetOutputCount(session, &count), "list the outputs")
        return try (0..<count).map { index in
            try describe({ api.pointee.SessionGetOutputName(session, index, allocator, &$0) }) {
                api.pointee.SessionGetOutputTypeInfo(session, index, &$0)
            }
        }
    }

    private func describe(
        _ readName: (inout UnsafeMutablePointer<CChar>?) -> OpaquePointer?,
        _ readType: (inout OpaquePointer?) -> OpaquePointer?
    ) throws -> ValueDescription {
        let name = try text(readName)
        let info = try api.make("read the type of `\(name)`", readType)
        defer { api.pointee.ReleaseTypeInfo(info) }
        var kind: CInt = 0
        try api.check(api.pointee.GetOnnxTypeFromTypeInfo(info, &kind), "read the type of `\(name)`")
        guard kind == CInt(OrtTensorKind) else { return ValueDescription(name: name, type: nil, shape: nil) }
        // Part of `info`, not an object of its own.
        let tensor = try api.make("read the type of `\(name)`") { api.pointee.CastTypeInfoToTensorInfo(info, &$0) }
        return ValueDescription(name: name, type: try api.elementType(tensor), shape: try dimensions(tensor))
    }

    private func text(_ read: (inout UnsafeMutablePointer<CChar>?) -> OpaquePointer?) throws -> String {
        var characters: UnsafeMutablePointer<CChar>?
        try api.check(read(&characters), "read a name")
        guard let characters else { return "" }
        defer { if let status = api.pointee.AllocatorFree(allocator, characters) { api.pointee.ReleaseStatus(status) } }
        return String(cString: characters)
    }

    private func dimensions(_ tensor: OpaquePointer) throws -> [Dimension] {
        let counts = try api.dimensions(tensor)
        var names = [UnsafePointer<CChar>?](repeating: nil, count: counts.count)
        try api.check(api.pointee.GetSymbolicDimensions(tensor, &names, names.count), "read a shape")
        return zip(counts, names).map { count, name in
            count < 0 ? .symbolic(name.map { String(cString: $0) } ?? "") : .fixed(Int(count))
        }
    }
}

extension UnsafePointer<OrtApi> {
    func elementType(_ tensor: OpaquePointer) throws -> ElementType? {
        var code: CInt = 0
        try check(pointee.GetTensorElementType(tensor, &code), "read a type")
        return ElementType(code: code)
    }

    /// The number of elements along each dimension, -1 where it is not fixed.
    func dimensions(_ tensor: OpaquePointer) throws -> [Int64] {
        var rank = 0
        try check(pointee.GetDimensionsCount(tensor, &rank), "read a shape")
        var dimensions = [Int64](repeating: 0, count: rank)
        try check(pointee.GetDimensions(tensor, &dimensions, rank), "read a shape")
        return dimensions
    }
}
