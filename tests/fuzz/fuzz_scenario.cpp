// Feeds bytes to the scenario loader: a text, then settings as of --set, after record separators.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/check.hpp"
#include "sim/registry/utf8.hpp"
#include "sim/scenario/load.hpp"

namespace {

using namespace rippletank;

/// What ends the text and each setting; no JSON text can contain it.
constexpr char separator = 0x1e;

std::vector<std::string> parts_of(std::string_view input) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = input.find(separator);
    parts.emplace_back(input.substr(0, end));
    if (end == std::string_view::npos) return parts;
    input.remove_prefix(end + 1);
  }
}

/// Every mistake names its place and reads as one harmless line; those of the file ascend.
void check_refusal(const std::vector<registry::Diagnostic>& mistakes, std::string_view text) {
  RIPPLETANK_CHECK(!mistakes.empty(), "a refusal gives no reason");
  int lines = 1;
  for (const char c : text) lines += c == '\n' ? 1 : 0;
  int last = 0;
  for (const registry::Diagnostic& mistake : mistakes) {
    RIPPLETANK_CHECK(mistake.file == "fuzz" || mistake.file == "--set", "an unknown place");
    RIPPLETANK_CHECK(!mistake.message.empty(), "a reason is empty");
    if (mistake.file == "fuzz") {
      RIPPLETANK_CHECK(mistake.line >= last && mistake.line <= lines, "lines do not ascend");
      last = mistake.line;
    }
    const std::string said = to_string(mistake);
    RIPPLETANK_CHECK(registry::find_not_utf8(said) == std::string::npos, "a reason is not UTF-8");
    for (std::size_t at = 0; at < said.size(); at += registry::utf8_length(said.substr(at, 4))) {
      const std::string_view rest = std::string_view(said).substr(at);
      RIPPLETANK_CHECK(!registry::is_control(rest, registry::utf8_length(rest)),
                       "a reason may steer a terminal");
    }
  }
}

/// What was read is written, read again and written again: the same. Opens none of its files.
void check_reads_back(const scenario::Loaded& loaded) {
  const registry::Json once = scenario::resolved(loaded.scenario);
  const scenario::Loaded again = scenario::load_text(once.dump(), loaded.origin.file);
  RIPPLETANK_CHECK(scenario::resolved(again.scenario) == once, "a scenario reads back different");
  scenario::input_files(loaded.scenario, loaded.base_directory());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<std::string> parts =
      parts_of(std::string_view(reinterpret_cast<const char*>(data), size));
  try {
    check_reads_back(scenario::load_text(parts[0], "fuzz", {parts.begin() + 1, parts.end()}));
  } catch (const registry::InputError& error) {
    check_refusal(error.diagnostics(), parts[0]);
  }
  return 0;
}
