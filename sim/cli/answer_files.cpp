// Looks for files of answers.
#include "sim/cli/answer_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>

#include "analysis/labs/answers.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/standard_error.hpp"
#include "sim/registry/diagnostics.hpp"

namespace rippletank::cli {
namespace {

namespace fs = std::filesystem;

/// What a file in a folder is taken for.
enum class Kind : std::uint8_t { answers, page, play, other_ending, link };

/// What files of a kind are called; the first is that of a single one.
std::array<const char*, 2> words_of(Kind kind) {
  switch (kind) {
    case Kind::page:
      return {"a page or table", "pages or tables"};
    case Kind::play:
      return {"a scenario or result", "scenarios or results"};
    case Kind::link:
      return {"a link to a folder, or to nothing; name it, too",
              "links to folders, or to nothing; name them, too"};
    default:
      return {"a file whose name does not end in .json", "files whose names do not end in .json"};
  }
}

void warn(const std::string& file, std::string message) {
  const registry::Diagnostic warning{file, 0, "", std::move(message), registry::Severity::warning};
  say(to_string(warning) + "\n");
}

/// What is no JSON, or is empty, is taken for answers, so that somebody hears of it.
bool is_something_else(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const registry::Json json = registry::Json::parse(stream, nullptr, false);
  return json.is_object() && !json.empty() && !labs::looks_like_answers(json);
}

/// Students' folders hold the page, scenarios and results, too, which are not to be marked.
Kind kind_of(const fs::directory_entry& file) {
  const fs::path ending = file.path().extension();
  if (ending == ".md" || ending == ".csv") return Kind::page;
  if (ending != ".json") return Kind::other_ending;
  const bool too_large = file.file_size() > labs::largest_answers_bytes;
  return too_large || !is_something_else(file.path()) ? Kind::answers : Kind::play;
}

/// A line for each file, or where these are many one line for all.
void tell_passed_over(Kind kind, std::vector<std::string> files) {
  constexpr std::size_t told_singly = 5;
  std::sort(files.begin(), files.end());
  const auto [one, many] = words_of(kind);
  if (files.size() > told_singly) {
    return warn(files.front(), fmt::format("passed over, and {} more {}", files.size() - 1, many));
  }
  for (const std::string& file : files) warn(file, fmt::format("passed over: {}", one));
}

void add_folder(const std::string& folder, std::vector<std::string>& files) {
  std::map<Kind, std::vector<std::string>> found;
  std::error_code error;
  std::string reading = folder;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    reading = at->path().string();  // if it is a folder, that comes next
    if (at->is_regular_file()) {
      found[kind_of(*at)].push_back(reading);
    } else if (at->is_symlink()) {
      found[Kind::link].push_back(reading);
    }
  }
  if (error) refuse("cannot read the folder " + reading + ": " + error.message());
  for (const Kind kind : {Kind::other_ending, Kind::play, Kind::page, Kind::link}) {
    tell_passed_over(kind, found[kind]);
  }
  std::vector<std::string>& answers = found[Kind::answers];
  if (answers.empty()) refuse("no files of answers (*.json) in " + folder);
  std::sort(answers.begin(), answers.end());
  files.insert(files.end(), answers.begin(), answers.end());
}

}  // namespace

std::vector<std::string> answer_files(const std::vector<std::string>& words) {
  std::vector<std::string> files;
  for (const std::string& word : words) {
    std::error_code error;
    if (fs::is_directory(word, error)) {
      add_folder(word, files);
    } else {
      files.push_back(word);
    }
  }
  return files;
}

}  // namespace rippletank::cli
