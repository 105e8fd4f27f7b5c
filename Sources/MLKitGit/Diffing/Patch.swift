internal import CLibGit2

/// The hunks between two texts.
enum Patch {
    /// From the first `@@` on.
    static func hunks(_ old: [UInt8], _ new: [UInt8]) throws -> String {
        try GitLibrary.start()
        var options = git_diff_options()
        git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION))
        options.flags = GIT_DIFF_INDENT_HEURISTIC.rawValue | GIT_DIFF_FORCE_TEXT.rawValue
        let text = try old.withUnsafeBytes { old in
            try new.withUnsafeBytes { new in
                let patch = try acquire("compare texts") {
                    git_patch_from_buffers(
                        &$0, old.baseAddress, old.count, nil, new.baseAddress, new.count, nil, &options)
                }
                defer { git_patch_free(patch) }
                return try printed(patch)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func printed(_ patch: OpaquePointer) throws -> [UInt8] {
        var text = [UInt8]()
        try withUnsafeMutablePointer(to: &text) {
            try check(git_patch_print(patch, collect, $0), "print a difference")
        }
        return text
    }

    /// Adds one line, with the sign that libgit2 keeps apart from it.
    private static let collect: git_diff_line_cb = { _, _, line, result in
        guard let line = line?.pointee, let bytes = result?.assumingMemoryBound(to: [UInt8].self) else { return 0 }
        let origin = UInt32(UInt8(bitPattern: line.origin))
        guard origin != GIT_DIFF_LINE_FILE_HDR.rawValue else { return 0 }
        let signed = [GIT_DIFF_LINE_CONTEXT, GIT_DIFF_LINE_ADDITION, GIT_DIFF_LINE_DELETION]
        if signed.contains(where: { $0.rawValue == origin }) { bytes.pointee.append(UInt8(origin)) }
        bytes.pointee.append(contentsOf: UnsafeRawBufferPointer(start: line.content, count: line.content_len))
        return 0
    }
}
