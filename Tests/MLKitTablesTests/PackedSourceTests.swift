import MLKitCore
import MLKitReports
import MLKitStagesTestSupport
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// Sources that are packed, whatever their names say.
@Suite struct PackedSourceTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    /// Runs Python in the folder, with `pack(bytes, how)` beside what it has itself.
    private func python(_ script: String) async throws {
        let packing = """
            import bz2, gzip, lzma, pyarrow, zipfile
            def pack(data, how):
                return {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress,
                        "zst": lambda data: pyarrow.compress(data, codec="zstd", asbytes=True)}[how](data)

            """
        let outcome = try await BuiltTool.run(
            BuiltTool.sourceRoot.pushing(".venv/bin/python").string, ["-c", packing + script], in: scratch.path)
        try #require(outcome.status == 0, "\(outcome.error)")
    }

    private func table(_ name: String, _ read: (inout ReadingOptions) -> Void = { _ in }) throws -> ReadTable {
        var options = ReadingOptions()
        read(&options)
        return try ReadTable(scratch.path.appending(name), name: name, read: options, context: stageContext())
    }

    private func bytes(_ name: String) throws -> [UInt8] {
        let stream = try ByteStream(scratch.path.appending(name), name: name)
        var (all, piece) = ([UInt8](), [UInt8](repeating: 0, count: 100_000))
        while true {
            let taken = try piece.withUnsafeMutableBufferPointer { try $0.baseAddress.map { try stream.read($0, 100_000) } ?? 0 }
            all += piece[..<taken]
            if taken < piece.count { return all }
        }
    }

    /// A million bytes that pack neither well nor not at all.
    private static let long = "data = b''.join(b'%d;' % (i * i * 31 >> 7) for i in range(150_000))\n"

    @Test(arguments: ["gz", "bz2", "xz", "zst"]) func bytesComeBackInTheirOrder(how: String) async throws {
        try await python(
            Self.long + """
                open("plain", "wb").write(data)
                packed = pack(data, "\(how)")
                open("one", "wb").write(packed)
                # Each packed by itself, one behind the other: pieces of parallel packers, and files that were joined.
                open("several", "wb").write(pack(b"first", "\(how)") + packed + pack(b"", "\(how)") + pack(b"last", "\(how)"))
                open("cut", "wb").write(packed[:-3])
                open("wrong", "wb").write(packed[:len(packed) // 2] + bytes([packed[len(packed) // 2] ^ 0x55]) + packed[len(packed) // 2 \
                + 1:])
                """)
        let plain = try LocalFileSystem().read(scratch.path.appending("plain"))
        #expect(plain.count > 1_000_000)
        #expect(try bytes("one") == plain)
        #expect(try bytes("several") == Array("first".utf8) + plain + Array("last".utf8))
        #expect { try bytes("cut") } throws: { "\($0)" == "error: `cut` is damaged\nnote: unexpected end of file\n" }
        // Frames of zstd need not have a checksum.
        if how == "zst" { return }
        #expect { try bytes("wrong") } throws: { "\($0)".hasPrefix("error: `wrong` is damaged\nnote: ") }
    }

    @Test func whatStandsBehindIsLeftOutOrNamed() async throws {
        try await python(
            """
            for how in ["gz", "bz2", "xz", "zst"]: open(how, "wb").write(pack(b"abc", how) + bytes(4) + b"the end of it")
            open("padded", "wb").write(pack(b"abc", "xz") + bytes(8) + pack(b"def", "xz"))
            """)
        #expect(try bytes("gz") == Array("abc".utf8) && bytes("bz2") == Array("abc".utf8))
        #expect { try bytes("xz") } throws: { "\($0)" == "error: `xz` is damaged\nnote: incorrect data\n" }
        #expect { try bytes("zst") } throws: { "\($0)" == "error: `zst` is damaged\nnote: what stands at its end is not packed\n" }
        #expect(try bytes("padded") == Array("abcdef".utf8))
    }

    @Test func xzThatTakesTooMuchMemoryIsRefused() async throws {
        try await python(
            """
            import zlib
            data = bytearray(lzma.compress(b"abc"))
            end = 12 + (data[12] + 1) * 4 - 4
            data[16] = 34  # a dictionary of 512 MiB
            data[end:end + 4] = zlib.crc32(data[12:end]).to_bytes(4, "little")
            open("much", "wb").write(data)
            """)
        #expect { try bytes("much") } throws: {
            "\($0)" == "error: `much` is damaged\nnote: it takes more than 256 MiB of memory to unpack\n"
        }
    }

    // MARK: Tables

    private static let rows = "rows = b''.join(b'%d,%s\\n' % (i, [b'red', b'blue'][i % 2]) for i in range(100))\n"

    @Test(arguments: ["gz", "bz2", "xz", "zst"]) func tablesAreReadAsTheyAreUnpacked(how: String) async throws {
        try await python(
            Self.rows + """
                import json, sqlite3
                csv = b"x,colour\\n" + rows
                open("t.csv.\(how)", "wb").write(pack(csv, "\(how)"))
                # The first bytes count, not the name.
                open("named.csv", "wb").write(pack(csv, "\(how)"))
                open("plain.csv.\(how)", "wb").write(csv)
                lines = b"".join(b'{"x": %d, "colour": "%s"}\\n' % (i, [b"red", b"blue"][i % 2]) for i in range(100))
                open("t.jsonl.\(how)", "wb").write(pack(lines, "\(how)"))
                open("named.json", "wb").write(pack(lines, "\(how)"))
                open("plain.ndjson.\(how)", "wb").write(lines)
                base = sqlite3.connect("t.db")
                base.execute("CREATE TABLE t (x INTEGER, colour TEXT)")
                base.executemany("INSERT INTO t VALUES (?, ?)", [(i, ["red", "blue"][i % 2]) for i in range(100)])
                base.commit()
                open("t.db.\(how)", "wb").write(pack(open("t.db", "rb").read(), "\(how)"))
                import pandas
                pandas.DataFrame({"x": range(100), "colour": ["red", "blue"] * 50}).to_parquet("t.parquet")
                open("t.parquet.\(how)", "wb").write(pack(open("t.parquet", "rb").read(), "\(how)"))
                """)
        for name in [
            "t.csv.\(how)", "named.csv", "plain.csv.\(how)", "t.jsonl.\(how)", "named.json", "plain.ndjson.\(how)", "t.db.\(how)",
            "t.parquet.\(how)",
        ] {
            let columns = try table(name).statistics()
            #expect(columns.map(\.name) == ["x", "colour"], "\(name)")
            #expect(columns.first?.mean == 49.5 && columns.first?.maximum == 99 && columns.last?.top?.map(\.count) == [50, 50], "\(name)")
        }
    }

    @Test(arguments: ["ZIP_STORED", "ZIP_DEFLATED", "ZIP_BZIP2"]) func theOneFileOfAnArchiveIsRead(method: String) async throws {
        try await python(
            Self.rows + """
                with zipfile.ZipFile("t.zip", "w", zipfile.\(method)) as archive:
                    archive.writestr("folder/", b"")
                    archive.writestr("folder/people.csv", b"x,colour\\n" + rows)
                    archive.writestr("__MACOSX/folder/._people.csv", b"of no use")
                    archive.writestr("folder/.DS_Store", b"of no use")
                with zipfile.ZipFile("t.json.zip", "w", zipfile.\(method)) as archive:
                    archive.writestr("data", b'[{"x": 1, "colour": "red"}, {"x": 2, "colour": "blue"}]')
                # Of more than 4 GB, as the list says it; bytes in front of which the sizes do not stand.
                with zipfile.ZipFile(open("large.zip", "wb"), "w", zipfile.\(method)) as archive:
                    with archive.open("t.csv", "w", force_zip64=True) as file: file.write(b"x,colour\\n" + rows)
                    archive.comment = b"PK\\5\\6" * 3000
                """)
        #expect(try table("t.zip").statistics().first?.mean == 49.5)
        #expect(try table("t.zip") { $0.member = "folder/people.csv" }.rowCount == 100)
        #expect(try table("t.json.zip").rowCount == 2)
        #expect(try table("large.zip").rowCount == 100)
    }

    @Test func anArchiveOfSeveralFilesIsAskedForOne() async throws {
        try await python(
            """
            with zipfile.ZipFile("t.zip", "w") as archive:
                archive.writestr("a.csv", "x,y\\n1,2\\n")
                archive.writestr("b.csv", "x,y\\n3,4\\n5,6\\n")
            with zipfile.ZipFile("empty.zip", "w") as archive: pass
            with zipfile.ZipFile("twice.zip", "w") as archive: archive.writestr("a.csv.gz", gzip.compress(b"x\\n1\\n"))
            with zipfile.ZipFile("unknown.zip", "w") as archive: archive.writestr("a.txt", "x\\n1\\n")
            open("no.zip", "w").write("x,y\\n1,2\\n")
            data = bytearray(open("t.zip", "rb").read())
            data[data.index(b"1,2")] = ord("7")
            open("wrong.zip", "wb").write(data)
            open("cut.zip", "wb").write(data[:-30])
            data = bytearray(open("t.zip", "rb").read())
            data[data.rindex(b"PK\\1\\2") + 8] |= 1
            open("locked.zip", "wb").write(data)
            import io, tarfile
            with tarfile.open("t.csv.gz", "w:gz") as archive: archive.addfile(tarfile.TarInfo("a.csv"), io.BytesIO())
            """)
        func message(_ name: String, _ read: (inout ReadingOptions) -> Void = { _ in }) -> String {
            do { return "rows \(try table(name, read).rowCount)" } catch { return "\(error)" }
        }
        #expect(
            message("t.zip") == """
                error: `t.zip` has 2 files: `a.csv` and `b.csv`

                hint: say which: `read: {member: a.csv}`; to read several with the same columns unpack it, and name them by a pattern

                """)
        #expect(message("t.zip") { $0.member = "b.csv" } == "rows 2")
        #expect(message("t.zip") { $0.member = "b.cvs" } == "error: there is no file `b.cvs` in `t.zip`\n\nhint: did you mean `b.csv`?\n")
        #expect(message("empty.zip") == "error: `empty.zip` is an archive without a file\n")
        #expect(message("twice.zip") == "error: `twice.zip` is packed twice, inside by gzip\n\nhint: unpack it once\n")
        #expect(message("unknown.zip").hasPrefix("error: the name of `unknown.zip` does not tell its format\n"))
        #expect(message("no.zip") == "error: `no.zip` is no zip archive, whatever its name says\n")
        #expect(message("wrong.zip") { $0.member = "a.csv" } == "error: `wrong.zip` is damaged\nnote: incorrect data check\n")
        #expect(message("cut.zip") == "error: `cut.zip` is damaged\nnote: unexpected end of file\n")
        #expect(message("locked.zip") { $0.member = "b.csv" } == "error: `b.csv` in `locked.zip` is encrypted\n\nhint: unpack it first\n")
        #expect(
            message("t.csv.gz") == """
                error: `t.csv.gz` is a packed tar archive, of one file or more

                hint: unpack it first: `tar -xf t.csv.gz`

                """)
        try scratch.write("x\n1\n", to: "a.csv")
        #expect(message("a.csv") { $0.member = "x" } == "error: `read: {member: x}` is for zip archives, and `a.csv` is none\n")
    }

    @Test func aStageSaysWhichRowOfAPackedFileIsWrong() async throws {
        var fixture = try DataFixture()
        fixture.configuration.source = "in/*.zst"
        try fixture.scratch.write("", to: "in/nothing")
        let script = """
            import pyarrow, sys
            for name, text in [("a", "x,colour,label\\n" + "".join(f"{i},red,{'yes' if i % 2 else 'no'}\\n" for i in range(40))), ("b", \
            "x,colour,label\\n1,red,yes\\nmany,red,no\\n")]:
                open(f"in/{name}.csv.zst", "wb").write(pyarrow.compress(text.encode(), codec="zstd", asbytes=True))
            """
        let python = BuiltTool.sourceRoot.pushing(".venv/bin/python").string
        let outcome = try await BuiltTool.run(python, ["-c", script], in: fixture.scratch.path)
        try #require(outcome.status == 0, "\(outcome.error)")
        try fixture.scratch.write(
            "target: label\ncolumns:\n  x: {type: integer}\n  colour: {type: text}\n  label: {type: text, categories: [no, yes]}\n",
            to: "schema.yaml")
        let message = await failureText { try await fixture.run() }
        #expect(message.contains("the first, `many`, is in row 2 of `in/b.csv.zst`, the header not counted"), "\(message)")
    }
}
