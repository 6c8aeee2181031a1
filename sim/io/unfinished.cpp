// Finds places to write to, and clears away what was not completed.
#include "sim/io/unfinished.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace rippletank::io {

namespace fs = std::filesystem;

void Unfinished::remove() const {
  std::error_code error;
  if (!path.empty()) {
    // Under its new name nothing finds it, so what is being written into it comes to an end.
    const fs::path gone = path.string() + ".gone";
    fs::rename(path, gone, error);
    const fs::path& left = error ? path : gone;
    constexpr int times = 10;
    for (int i = 0; i < times && fs::exists(fs::symlink_status(left, error)); ++i) {
      fs::remove_all(left, error);
    }
  }
  // Only empty ones can be removed, so nothing goes that somebody else has put there meanwhile.
  for (const fs::path& parent : parents) fs::remove(parent, error);
}

fs::path normalized(const fs::path& target) {
  std::error_code error;
  fs::path absolute = fs::absolute(target, error);
  absolute = (error ? target : absolute).lexically_normal();
  const fs::path path = fs::weakly_canonical(absolute, error);
  const fs::path& usable = error || path.empty() ? absolute : path;
  return usable.has_filename() ? usable : usable.parent_path();
}

fs::path beside(const fs::path& target, const std::string& what) {
  // Long names are cut, so that what is added does not make them too long for the file system.
  constexpr std::size_t longest = 200;
  return target.parent_path() / ("." + target.filename().string().substr(0, longest) + "." + what +
                                 "-" + std::to_string(getpid()));
}

std::vector<fs::path> missing_parents(const fs::path& target) {
  std::vector<fs::path> missing;
  std::error_code error;
  for (fs::path at = target.parent_path(); !fs::exists(at, error) && at.has_relative_path();
       at = at.parent_path()) {
    missing.push_back(at);
  }
  return missing;
}

std::string why_not_reachable(const fs::path& target) {
  std::error_code error;
  const fs::path current = fs::current_path(error);
  if (current.empty() && target.is_relative()) {
    return "the current folder does not exist any more, so " + target.string() + " leads nowhere";
  }
  struct stat status {};
  if (stat(target.c_str(), &status) == 0) return {};  // a pipe behind /proc has no other path
  if (const int reason = errno; reason != ENOENT && reason != ENOTDIR) {
    return "cannot write to " + target.string() + ": " + std::generic_category().message(reason);
  }
  const fs::path path = normalized(target);
  if (fs::is_symlink(path, error)) return target.string() + " is a link that leads nowhere";
  const std::vector<fs::path> missing = missing_parents(path);
  const fs::path parent = (missing.empty() ? path : missing.back()).parent_path();
  if (!fs::is_directory(parent, error)) {
    return target.string() + ": " + parent.string() + " is not a folder";
  }
  return {};
}

}  // namespace rippletank::io
