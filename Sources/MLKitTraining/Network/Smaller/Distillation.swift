package import MLKitSpec

/// How a network learns from the answers of another model beside the labels: G. Hinton, O. Vinyals and J. Dean, "Distilling the
/// knowledge in a neural network" (2015).
package struct Distillation: Hashable, Sendable {
    /// The stage whose model teaches, or the file of one.
    package var teacher: StageReference?
    package var file: String?
    /// By what margins of classes are divided, the teacher's and the network's, before they are compared: the larger, the more the
    /// improbable classes tell.
    package var temperature = 2.0
    /// What the teacher's answers count for; the labels count for the rest.
    package var share = 0.5

    package init() {}

    static let teacherName = "teacher"
    static let fileName = "file"

    static let keys = KeySet<Distillation>(
        "`distill`", blank: Distillation(), oneOf: [teacherName, fileName],
        [
            Key(teacherName, \.teacher, .reference, "the stage whose model teaches, as `${stages.train.trees}`"),
            Key(fileName, \.file, .path, "the ONNX file of a model that teaches: of the same columns and classes"),
            Key(
                "temperature", \.temperature, .number(1...100),
                "by what margins of classes are divided before they are compared: the larger, the more improbable classes tell"),
            Key("share", \.share, .number(0...1), "what the teacher's answers count for; the labels count for the rest"),
        ])
}
