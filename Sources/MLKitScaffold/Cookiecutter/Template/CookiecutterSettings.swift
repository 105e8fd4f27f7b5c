/// What `cookiecutter.json` says about rendering.
struct CookiecutterSettings {
    var jinja = JinjaSettings()
    /// `_copy_without_render`: patterns of paths, where `*` matches `/` too.
    var copied: [String] = []
    /// `_new_lines`: the line break of all texts; `nil` for that of each file.
    var newline: String?
}
