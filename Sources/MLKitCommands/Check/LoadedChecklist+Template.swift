internal import MLKitChecklist
internal import MLKitScaffold

extension LoadedChecklist {
    /// Says what the project's template wrote.
    var templateText: ProbeContext.TemplateText {
        let texts = TemplateTexts(of: root, files: files)
        return { texts[$0] }
    }
}
