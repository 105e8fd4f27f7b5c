public import MLKitCore
internal import MLKitONNXFormat
internal import SwiftProtobuf
public import SystemPackage

/// Inputs that come with a model, as those of the ONNX model zoo: in folders `test_data_set_0` and so on a tensor in `input_0.pb` for
/// the first input, `input_1.pb` for the second.
public struct SampleFolder: Sendable {
    /// What is fed, by input; one for each folder, in the order of their numbers.
    public let sets: [[String: Tensor]]

    /// - Parameters:
    ///   - folder: one with sets, or a set itself.
    ///   - inputs: the model's.
    /// - Throws: `Failure` that names the folder or the file, if there is no set or a tensor cannot be read or is of no input.
    public init(reading folder: FilePath, for inputs: [ValueDescription], files: some FileSystem) throws {
        let names = try files.list(folder).compactMap { name in Self.number(name, between: "test_data_set_", "").map { (name, $0) } }
        let folders = names.sorted { $0.1 < $1.1 }.map { folder.appending($0.0) }
        sets = try (folders.isEmpty ? [folder] : folders).map { try Self.set($0, inputs, files) }
    }

    private static func set(_ folder: FilePath, _ inputs: [ValueDescription], _ files: some FileSystem) throws -> [String: Tensor] {
        var set = [String: Tensor]()
        for name in try files.list(folder).sorted() {
            guard let number = number(name, between: "input_", ".pb") else { continue }
            let path = folder.appending(name)
            guard let format = try? Onnx_TensorProto(serializedBytes: files.read(path)), format.dataType != 0 else {
                throw Failure("`\(path)` holds no tensor")
            }
            guard let input = inputs.first(where: { $0.name == format.name }) ?? (inputs.indices.contains(number) ? inputs[number] : nil)
            else { throw Failure("`\(path)` is of no input: the model has \(plural(inputs.count, "input"))") }
            set[input.name] = try Tensor(format)
        }
        guard !set.isEmpty else {
            throw Failure(
                "there are no inputs in `\(folder)`",
                notes: ["they are looked for in `input_0.pb` and so on, there or in `test_data_set_0`"])
        }
        return set
    }

    private static func number(_ name: String, between prefix: String, _ suffix: String) -> Int? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        return Int(name.dropFirst(prefix.count).dropLast(suffix.count))
    }
}
