// Runs the rippletank command as its users do and keeps what it said.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace rippletank::tests {

/// A folder that is empty at first and gone at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "rippletank-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path_ = std::filesystem::canonical(name);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// How a program ended.
struct Ended {
  int code = -1;   ///< exit code; -1 when a signal ended it
  int signal = 0;  ///< 0 when it ended by itself
  double cpu_s = 0;
  std::string out;
  std::string err;
};

/// How it is started, besides its arguments.
struct Start {
  std::filesystem::path folder = ".";
  std::vector<std::pair<std::string, std::string>> environment = {};
  /// Called in the child before the program replaces it, to close or redirect its streams.
  std::function<void()> prepare = {};
  /// Called when the program has been running for `act_after_s`.
  std::function<void(pid_t)> act = {};
  double act_after_s = 0;
  double longest_s = 120;  ///< then it is killed
};

namespace detail {

inline void become(const std::vector<std::string>& arguments, const Start& start, int out,
                   int err) {
  if (chdir(start.folder.c_str()) != 0) _exit(126);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  for (const auto& [name, value] : start.environment) setenv(name.c_str(), value.c_str(), 1);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // Who runs the tests in the background ignores some of them.
  for (const int one : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXFSZ, SIGPIPE}) signal(one, SIG_DFL);
  if (start.prepare) start.prepare();
  std::vector<char*> words;
  words.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.data()));
  words.push_back(nullptr);
  execv(words[0], words.data());
  _exit(127);
}

/// Reads both streams until they are closed; acts and kills at the times that were asked for.
inline void listen(pid_t child, const Start& start, int out, int err, Ended& ended) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  bool acted = !start.act;
  bool killed = false;
  std::array<pollfd, 2> streams = {{{out, POLLIN, 0}, {err, POLLIN, 0}}};
  std::array<std::string*, 2> texts = {&ended.out, &ended.err};
  std::vector<char> buffer(1U << 16U);
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    poll(streams.data(), streams.size(), 10);
    const double elapsed_s = std::chrono::duration<double>(Clock::now() - begin).count();
    if (!acted && elapsed_s >= start.act_after_s) {
      start.act(child);
      acted = true;
    }
    if (!killed && elapsed_s > start.longest_s) {
      kill(child, SIGKILL);
      killed = true;
    }
    for (std::size_t i = 0; i < streams.size(); ++i) {
      if (streams[i].fd < 0 || streams[i].revents == 0) continue;
      const ssize_t got = read(streams[i].fd, buffer.data(), buffer.size());
      if (got > 0) {
        texts[i]->append(buffer.data(), static_cast<std::size_t>(got));
      } else {
        streams[i].fd = -1;
      }
    }
  }
}

}  // namespace detail

/// Runs a program to its end; `arguments[0]` is its path.
inline Ended run_program(const std::vector<std::string>& arguments, const Start& start = {}) {
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (pipe2(out.data(), O_CLOEXEC) != 0 || pipe2(err.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipes left");
  }
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) detail::become(arguments, start, out[1], err[1]);
  close(out[1]);
  close(err[1]);
  Ended ended;
  detail::listen(child, start, out[0], err[0], ended);
  close(out[0]);
  close(err[0]);
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  ended.cpu_s = seconds(used.ru_utime) + seconds(used.ru_stime);
  return ended;
}

/// Runs rippletank.
inline Ended run_rippletank(std::vector<std::string> arguments, const Start& start = {}) {
  arguments.insert(arguments.begin(), RIPPLETANK_BINARY);
  return run_program(arguments, start);
}

}  // namespace rippletank::tests
