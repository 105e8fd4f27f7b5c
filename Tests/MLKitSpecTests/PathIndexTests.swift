import Testing

@testable import MLKitSpec

/// Who writes a path, a folder around it or something inside of it.
@Suite struct PathIndexTests {
    private func index(_ writers: [(String, Int)]) -> PathIndex {
        var index = PathIndex()
        for (path, number) in writers { index.add(path, number) }
        return index
    }

    @Test func theLowestWriterIsFoundWhicheverCameFirst() {
        for writers in [[("a", 4), ("a", 2), ("a", 7)], [("a", 2), ("a", 7), ("a", 4)], [("a", 7), ("a", 4), ("a", 2)]] {
            #expect(index(writers).first(overlapping: "a") == 2)
            #expect(index(writers).first(overlapping: "a", besides: 2) == 4)
            #expect(index(writers).first(overlapping: "a", besides: 4) == 2)
        }
    }

    /// A stage that names a path twice is no other stage.
    @Test func whoWritesAloneHasNobodyBeside() {
        for writers in [[("a", 0)], [("a", 0), ("a", 0)]] {
            #expect(index(writers).first(overlapping: "a", besides: 0) == nil)
            #expect(index(writers).first(overlapping: "a", besides: 1) == 0)
        }
    }

    @Test func foldersAroundAndFilesInsideOverlap() {
        let index = index([("d/x", 3), ("d/e", 1), ("f", 2)])
        #expect(index.first(overlapping: "d") == 1 && index.first(overlapping: "d", besides: 1) == 3)
        #expect(index.first(overlapping: "d/e/deep/file") == 1 && index.first(overlapping: "d/xy") == nil)
        #expect(index.all(inside: "d") == [3, 1] && index.all(inside: "f") == [])
    }

    @Test func pathsOfMoreThan4096BytesAreNone() {
        let longest = String(repeating: "a", count: 4096)
        #expect(index([(longest, 0)]).first(overlapping: longest) == 0)
        #expect(index([(longest + "a", 0)]).first(overlapping: longest + "a") == nil)
    }
}
