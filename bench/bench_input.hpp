// What the benchmark programs share: command line, edge list, clock and the one line of JSON.
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace rippletank::bench {

/// The command line: FILE --origins a,b,c [--ttl 7] [--interval_s 10] [--runs 3] [--per_query].
struct Options {
  std::string file;
  std::vector<std::uint32_t> origins;
  std::uint32_t ttl = 7;
  std::uint64_t interval_ns = 10'000'000'000;
  std::uint32_t runs = 3;
  bool per_query = false;
};

/// One direction of a connection.
struct Connection {
  std::uint32_t from;
  std::uint32_t to;
  std::uint32_t latency_us;
};

/// The overlay as read: both directions of every connection, in ascending (from, to).
struct Graph {
  std::uint32_t ids = 0;    // 1 + the largest id: the size of an array over peers
  std::uint32_t peers = 0;  // ids that have a connection
  std::vector<Connection> directed;
};

/// Counts of one query or of one hop; reach leaves the origin out.
struct Counts {
  std::uint64_t reach = 0;
  std::uint64_t messages = 0;
  std::uint64_t duplicates = 0;
};

inline bool operator==(const Counts& a, const Counts& b) {
  return std::tie(a.reach, a.messages, a.duplicates) == std::tie(b.reach, b.messages, b.duplicates);
}

/// The same messages counted twice: by query, and by hop over all queries (hops[0] is hop 1).
struct Result {
  std::vector<Counts> queries;
  std::vector<Counts> hops;
};

inline Counts& operator+=(Counts& total, const Counts& part) {
  total.reach += part.reach;
  total.messages += part.messages;
  total.duplicates += part.duplicates;
  return total;
}

inline Counts sum(const std::vector<Counts>& parts) {
  Counts total;
  for (const Counts& part : parts) total += part;
  return total;
}

/// Reads a whole number off the front of `text` after blanks; `what` names it in the error.
inline std::uint32_t take_number(std::string_view& text, const std::string& what) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) {
    throw std::runtime_error(what + ": expected a whole number of at most 32 bits, got \"" +
                             std::string(text) + "\"");
  }
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

inline std::uint32_t whole_number(std::string_view text, const std::string& what,
                                  std::uint32_t least, std::uint32_t most) {
  const std::string given(text);
  const std::uint32_t value = take_number(text, what);
  if (!text.empty() || value < least || value > most) {
    throw std::runtime_error(what + ": expected a whole number from " + std::to_string(least) +
                             " to " + std::to_string(most) + ", got \"" + given + "\"");
  }
  return value;
}

inline std::vector<std::uint32_t> id_list(std::string_view text, const std::string& what) {
  std::vector<std::uint32_t> ids;
  while (true) {
    ids.push_back(take_number(text, what));
    if (text.empty()) return ids;
    if (text.front() != ',') {
      throw std::runtime_error(what + ": expected a comma, got \"" + std::string(text) + "\"");
    }
    text.remove_prefix(1);
  }
}

inline Options parse_options(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--per_query") {
      options.per_query = true;
      continue;
    }
    if (word.rfind("--", 0) != 0) {
      if (!options.file.empty()) throw std::runtime_error(word + ": more than one FILE");
      options.file = word;
      continue;
    }
    const std::string value = ++i < words.size() ? words[i] : "";
    if (word == "--origins") {
      options.origins = id_list(value, word);
    } else if (word == "--ttl") {
      options.ttl = whole_number(value, word, 1, 255);
    } else if (word == "--interval_s") {
      options.interval_ns = whole_number(value, word, 0, 1'000'000) * 1'000'000'000ULL;
    } else if (word == "--runs") {
      options.runs = whole_number(value, word, 1, 1'000);
    } else {
      throw std::runtime_error(word + ": unknown option");
    }
  }
  if (options.file.empty() || options.origins.empty()) {
    throw std::runtime_error(
        "expected FILE --origins ID,ID,... [--ttl 7] [--interval_s 10] [--runs 3] [--per_query]");
  }
  return options;
}

/// Reads lines of FROM TO LATENCY_US; '#' opens a comment. Self-loops and repeats are left out.
///
/// Errors:  std::runtime_error with file and line; also when a repeat names another latency.
inline Graph read_graph(const std::string& file) {
  std::ifstream input(file);
  if (!input) throw std::runtime_error(file + ": cannot be read");
  Graph graph;
  const auto lines = std::count(std::istreambuf_iterator<char>(input), {}, '\n');
  graph.directed.reserve(2 * static_cast<std::size_t>(lines) + 2);
  input.clear();
  input.seekg(0);

  std::string line;
  for (std::size_t number = 1; std::getline(input, line); ++number) {
    std::string_view text = std::string_view(line).substr(0, line.find('#'));
    const auto last = text.find_last_not_of(" \t\r");
    if (last == std::string_view::npos) continue;
    text = text.substr(0, last + 1);
    const std::string where = file + ":" + std::to_string(number);
    const std::uint32_t from = take_number(text, where);
    const std::uint32_t to = take_number(text, where);
    const std::uint32_t latency_us = take_number(text, where);
    if (!text.empty()) throw std::runtime_error(where + ": expected only FROM TO LATENCY_US");
    if (std::max(from, to) >= 0x7fffffffU) throw std::runtime_error(where + ": id too large");
    graph.ids = std::max({graph.ids, from + 1, to + 1});
    if (from == to) continue;
    graph.directed.push_back({from, to, latency_us});
    graph.directed.push_back({to, from, latency_us});
  }

  std::sort(graph.directed.begin(), graph.directed.end(), [](const auto& a, const auto& b) {
    return std::tie(a.from, a.to, a.latency_us) < std::tie(b.from, b.to, b.latency_us);
  });
  const auto repeats = [&file](const Connection& a, const Connection& b) {
    const bool same = a.from == b.from && a.to == b.to;
    if (same && a.latency_us != b.latency_us) {
      throw std::runtime_error(file + ": " + std::to_string(a.from) + " " + std::to_string(a.to) +
                               ": expected one latency, got two");
    }
    return same;
  };
  graph.directed.erase(std::unique(graph.directed.begin(), graph.directed.end(), repeats),
                       graph.directed.end());
  for (std::size_t i = 0; i < graph.directed.size(); ++i) {
    if (i == 0 || graph.directed[i].from != graph.directed[i - 1].from) ++graph.peers;
  }
  return graph;
}

inline void require_origins(const Graph& graph, const Options& options) {
  for (const std::uint32_t origin : options.origins) {
    const auto found = std::lower_bound(
        graph.directed.begin(), graph.directed.end(), origin,
        [](const Connection& connection, std::uint32_t id) { return connection.from < id; });
    if (found != graph.directed.end() && found->from == origin) continue;
    throw std::runtime_error("--origins: expected ids that have a connection in " + options.file +
                             ", got " + std::to_string(origin));
  }
}

inline void print_counts(const char* key, const std::vector<Counts>& rows) {
  std::printf(", \"%s\": [", key);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::printf("%s[%llu, %llu, %llu]", i == 0 ? "" : ", ",
                static_cast<unsigned long long>(rows[i].reach),
                static_cast<unsigned long long>(rows[i].messages),
                static_cast<unsigned long long>(rows[i].duplicates));
  }
  std::printf("]");
}

inline void print_report(const char* program, std::uint32_t peers, std::size_t connections,
                         const Options& options, const Result& result,
                         std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  const std::size_t half = seconds.size() / 2;
  const double median =
      seconds.size() % 2 == 1 ? seconds[half] : (seconds[half - 1] + seconds[half]) / 2;
  const Counts total = sum(result.queries);
  std::printf(
      "{\"program\": \"%s\", \"peers\": %u, \"connections\": %zu, \"queries\": %zu, "
      "\"reach\": %llu, \"messages\": %llu, \"duplicates\": %llu, "
      "\"runs\": %zu, \"seconds\": %.6f, \"seconds_best\": %.6f, \"messages_per_s\": %.0f",
      program, peers, connections, options.origins.size(),
      static_cast<unsigned long long>(total.reach), static_cast<unsigned long long>(total.messages),
      static_cast<unsigned long long>(total.duplicates), seconds.size(), median, seconds.front(),
      static_cast<double>(total.messages) / std::max(median, 1e-9));
  print_counts("by_hop", result.hops);
  if (options.per_query) print_counts("by_query", result.queries);
#if defined(__clang__)
  std::printf(", \"compiler\": \"clang++ %s\"}\n", __clang_version__);
#elif defined(__GNUC__)
  std::printf(", \"compiler\": \"g++ %s\"}\n", __VERSION__);
#else
  std::printf(", \"compiler\": \"unknown\"}\n");
#endif
}

/// The main() of every program: read, build the Network, time the Simulation, print.
///
/// Inside the clock: making the Simulation (its queue, marks and counters) and running it.
/// Outside: reading the file, building the Network, freeing memory, printing.
template <class Network, class Simulation>
int run_program(const char* program, int argc, char** argv) {
  try {
    const Options options = parse_options({argv + 1, argv + argc});
    Graph graph = read_graph(options.file);
    require_origins(graph, options);
    const Network network(graph);
    const std::size_t connections = graph.directed.size() / 2;
    std::vector<Connection>().swap(graph.directed);
    std::vector<double> seconds;
    Result result;
    for (std::uint32_t run = 0; run < options.runs; ++run) {
      const auto start = std::chrono::steady_clock::now();
      Simulation simulation(network, options);
      simulation.run();
      const auto stop = std::chrono::steady_clock::now();
      seconds.push_back(std::chrono::duration<double>(stop - start).count());
      result = simulation.result();
      if (!(sum(result.queries) == sum(result.hops))) {
        throw std::logic_error("counts by query and by hop differ");
      }
    }
    print_report(program, graph.peers, connections, options, result, seconds);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: error: %s\n", program, error.what());
    return 2;
  }
}

}  // namespace rippletank::bench
