// Wall time, memory, machine and build of a run.
#include <sys/resource.h>
#include <sys/utsname.h>

#include <fstream>
#include <thread>

#include "build_info.hpp"
#include "sim/run/summary.hpp"

namespace rippletank::run {
namespace {

double peak_memory_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const auto colon = line.find(": ");
    if (line.compare(0, 10, "model name") == 0 && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  return "unknown";
}

std::string system_name() {
  utsname name{};
  if (uname(&name) != 0) return "unknown";
  return std::string(name.sysname) + " " + name.release + " " + name.machine;
}

double per_second(std::uint64_t count, double seconds) {
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

registry::Json machine() {
  return {{"processor", processor()},
          {"cores", std::thread::hardware_concurrency()},
          {"system", system_name()}};
}

registry::Json build() {
  return {{"compiler", build_info::compiler}, {"flags", build_info::flags}};
}

}  // namespace

registry::Json repetitions_timing_json(std::size_t repetitions, unsigned jobs, double total_s) {
  return {{"repetitions", repetitions},
          {"jobs", jobs},
          {"total_s", total_s},
          {"runs_per_s", per_second(repetitions, total_s)},
          {"peak_memory_mib", peak_memory_mib()},
          {"machine", machine()},
          {"build", build()}};
}

registry::Json timing_json(const Outcome& outcome, double load_s, double write_s, double total_s) {
  std::uint64_t messages = 0;
  for (const measure::MessageCount& count : outcome.measures.messages) messages += count.messages;
  return {{"load_s", load_s},
          {"build_s", outcome.wall_time.build_s},
          {"simulate_s", outcome.wall_time.simulate_s},
          {"write_s", write_s},
          {"total_s", total_s},
          {"messages_per_s", per_second(messages, outcome.wall_time.simulate_s)},
          {"events", outcome.measures.events},
          {"events_per_s", per_second(outcome.measures.events, outcome.wall_time.simulate_s)},
          {"certain_duplicates", outcome.measures.certain_duplicates},
          {"peak_memory_mib", peak_memory_mib()},
          {"machine", machine()},
          {"build", build()}};
}

}  // namespace rippletank::run
