// Writes what commands make.
#include "sim/cli/written_file.hpp"

#include <optional>
#include <utility>

#include "sim/cli/command.hpp"
#include "sim/cli/interruption.hpp"
#include "sim/io/whole_file.hpp"

namespace rippletank::cli {

void write_to(const std::string& target, const std::string& text) {
  Interruption interruption;
  std::optional<io::WholeFile> file;
  interruption.begin([&] { return file.emplace(target).unfinished(); });
  try {
    file->write(text);
    interruption.complete([&] { file->commit(); });
  } catch (...) {
    interruption.give_up();
    throw;
  }
}

void require_writable(const std::string& target) {
  if (std::string reason = io::why_no_file(target); !reason.empty()) {
    refuse(std::move(reason) + "; choose another --output");
  }
}

}  // namespace rippletank::cli
