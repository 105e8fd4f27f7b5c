internal import CLibGit2
internal import MLKitCore

/// One call of libgit2's merge of three files.
struct FileMerge {
    let content: [UInt8]
    let isClean: Bool

    /// - Parameter texts: base, yours and theirs.
    init(
        _ texts: [[UInt8]], _ labels: TextMerge.Labels, _ style: TextMerge.Style,
        isUnion: Bool = false, markerSize: Int? = nil
    ) throws {
        var options = git_merge_file_options()
        git_merge_file_options_init(&options, UInt32(GIT_MERGE_FILE_OPTIONS_VERSION))
        // `git merge-file` joins conflicts that only lines without letters and digits keep apart.
        options.flags = style.flag.rawValue | GIT_MERGE_FILE_SIMPLIFY_ALNUM.rawValue
        if isUnion { options.favor = GIT_MERGE_FILE_FAVOR_UNION }
        options.marker_size = UInt16(clamping: markerSize ?? Int(GIT_MERGE_CONFLICT_MARKER_SIZE))
        var result = git_merge_file_result()
        defer { git_merge_file_result_free(&result) }
        try CTexts.with([labels.base, labels.yours, labels.theirs]) { names in
            options.ancestor_label = UnsafePointer(names.pointers[0])
            options.our_label = UnsafePointer(names.pointers[1])
            options.their_label = UnsafePointer(names.pointers[2])
            try check(Self.merge(texts, &options, &result), "merge texts")
        }
        content = Array(UnsafeRawBufferPointer(start: result.ptr, count: result.len))
        isClean = result.automergeable != 0
    }

    private static func merge(
        _ texts: [[UInt8]], _ options: inout git_merge_file_options, _ result: inout git_merge_file_result
    ) -> Int32 {
        texts[0].withUnsafeBytes { base in
            texts[1].withUnsafeBytes { yours in
                texts[2].withUnsafeBytes { theirs in
                    var inputs = [base, yours, theirs].map(input)
                    return git_merge_file(&result, &inputs[0], &inputs[1], &inputs[2], &options)
                }
            }
        }
    }

    private static func input(_ text: UnsafeRawBufferPointer) -> git_merge_file_input {
        var input = git_merge_file_input()
        git_merge_file_input_init(&input, UInt32(GIT_MERGE_FILE_INPUT_VERSION))
        input.ptr = text.bindMemory(to: CChar.self).baseAddress
        input.size = text.count
        return input
    }

    /// How many conflicts a merge has, which libgit2 does not tell: merged again with markers longer than any row of
    /// `<` in the texts, nothing else can look like a marker.
    static func conflicts(_ texts: [[UInt8]], _ style: TextMerge.Style) throws -> Int {
        let size = (texts.map(longestRow).max() ?? 0) + 1
        let none = TextMerge.Labels(base: "", yours: "", theirs: "")
        let marked = try FileMerge(texts, none, style, markerSize: size).content
        let lines = marked.split(separator: UInt8(ascii: "\n"))
        return lines.count { line in line.count >= size && line.prefix(size).allSatisfy { $0 == mark } }
    }

    private static let mark = UInt8(ascii: "<")

    private static func longestRow(_ text: [UInt8]) -> Int {
        var (longest, current) = (0, 0)
        for byte in text {
            current = byte == mark ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}

extension TextMerge.Style {
    fileprivate var flag: git_merge_file_flag_t {
        switch self {
        case .merge: GIT_MERGE_FILE_STYLE_MERGE
        case .diff3: GIT_MERGE_FILE_STYLE_DIFF3
        case .zdiff3: GIT_MERGE_FILE_STYLE_ZDIFF3
        }
    }
}
