// Shell: runs commands as a user would type them, in a scratch copy of the top folder.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace rippletank::tests {

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error("cannot read " + file.string());
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A folder of its own that holds what commands in the pages name, and is gone afterwards.
class Shell {
 public:
  struct Result {
    int exit_code = 0;
    std::string output;  ///< stdout and stderr, as a terminal shows them
  };

  Shell() {
    namespace fs = std::filesystem;
    std::string name = (fs::temp_directory_path() / "rippletank_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    folder_ = name;
    const fs::path source = RIPPLETANK_SOURCE_DIR;
    fs::create_directories(folder_ / "build" / "release");
    fs::create_symlink(RIPPLETANK_BINARY, folder_ / "build" / "release" / "rippletank");
    fs::create_directory_symlink(source / "analysis", folder_ / "analysis");
    fs::create_directory_symlink(source / "scenarios", folder_ / "scenarios");
    fs::create_directory_symlink(source / "topologies", folder_ / "topologies");
  }
  ~Shell() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  const std::filesystem::path& folder() const { return folder_; }

  /// Runs lines of shell in the folder and waits for their end.
  Result run(const std::string& lines) const {
    const std::filesystem::path script = folder_ / ".typed";
    std::ofstream(script) << "cd '" << folder_.string() << "' || exit\n" << lines << '\n';
    std::FILE* pipe = popen(("sh -e '" + script.string() + "' 2>&1 </dev/null").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot start a shell");
    Result result;
    std::array<char, 4096> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
      result.output.append(buffer.data(), count);
    }
    const int status = pclose(pipe);
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace rippletank::tests
