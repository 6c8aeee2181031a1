// Reads the parts of pages.
#include "analysis/web/pages/assets.hpp"

#include <algorithm>

#include "sim/registry/input_file.hpp"

namespace rippletank::pages {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) { return registry::read_input_file({file.string(), file}); }

/// Modules name each other as files beside them; in a page they are known by bare names.
std::string with_bare_names(std::string text) {
  for (const char* quoted : {"from \"./", "import \"./"}) {
    const std::string beside = quoted;
    const std::string bare = beside.substr(0, beside.size() - 2) + "page/";
    for (std::size_t at = text.find(beside); at != std::string::npos;
         at = text.find(beside, at + bare.size())) {
      text.replace(at, beside.size(), bare);
    }
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> read_modules(const fs::path& folder) {
  const std::vector<std::string> plain = {"boot.js", "worker.js"};
  std::vector<std::pair<std::string, std::string>> modules;
  for (const auto& file : fs::directory_iterator(folder)) {
    const std::string name = file.path().filename().string();
    if (file.path().extension() != ".js") continue;
    if (std::find(plain.begin(), plain.end(), name) != plain.end()) continue;
    modules.emplace_back("page/" + name, with_bare_names(read(file.path())));
  }
  std::sort(modules.begin(), modules.end());
  return modules;
}

}  // namespace

Assets read_assets(const fs::path& web, const fs::path& engine) {
  Assets assets;
  assets.skeleton = read(web / "page/index.html");
  assets.style = read(web / "vendor/uplot/uPlot.min.css") + "\n" + read(web / "page/style.css");
  assets.boot = read(web / "page/boot.js");
  assets.scripts = read_modules(web / "page");
  assets.scripts.emplace_back("page/vendor/gifenc.js", read(web / "vendor/gifenc/gifenc.esm.js"));
  assets.scripts.emplace_back("uplot", read(web / "vendor/uplot/uPlot.iife.min.js"));
  std::error_code ignored;
  if (fs::exists(engine / "engine.js", ignored) &&
      fs::exists(engine / "engine.wasm.lzma", ignored)) {
    assets.scripts.emplace_back("unlzma", read(web / "vendor/js-lzma/lzma.js"));
    assets.scripts.emplace_back("worker", read(web / "page/worker.js"));
    assets.engine.emplace(read(engine / "engine.js"), read(engine / "engine.wasm.lzma"));
  }
  return assets;
}

}  // namespace rippletank::pages
