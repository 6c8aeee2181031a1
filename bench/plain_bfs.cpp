// The floor: breadth-first search to the TTL's depth, which knows hops but neither delays nor time.
#include "bench/bench_input.hpp"

namespace {

using rippletank::bench::Connection;
using rippletank::bench::Counts;
using rippletank::bench::Graph;
using rippletank::bench::Options;
using rippletank::bench::Result;

/// Compressed sparse rows: peer p's neighbours are peers[first[p]] … peers[first[p + 1] - 1].
struct Network {
  explicit Network(const Graph& graph) : first(graph.ids + std::size_t{1}) {
    peers.reserve(graph.directed.size());
    for (const Connection& connection : graph.directed) {
      ++first[connection.from + std::size_t{1}];
      peers.push_back(connection.to);
    }
    for (std::size_t peer = 0; peer < graph.ids; ++peer) first[peer + 1] += first[peer];
  }

  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> peers;
};

class Simulation {
 public:
  Simulation(const Network& network, const Options& options)
      : network_(network),
        options_(options),
        seen_(network.first.size() / 64 + 1),
        queue_(network.first.size()) {
    result_.hops.resize(options.ttl);
  }

  void run() {
    for (const std::uint32_t origin : options_.origins) result_.queries.push_back(search(origin));
  }

  const Result& result() const { return result_; }

 private:
  bool mark(std::uint32_t peer) {
    const std::uint64_t bit = std::uint64_t{1} << (peer % 64);
    const bool fresh = (seen_[peer / 64] & bit) == 0;
    seen_[peer / 64] |= bit;
    return fresh;
  }

  /// With equal delays a flood is this search: whoever is found at a hop below the TTL sends one
  /// message to each neighbour but the one it was found from.
  Counts search(std::uint32_t origin) {
    std::fill(seen_.begin(), seen_.end(), 0);
    Counts total;
    mark(origin);
    queue_[0] = origin;
    std::size_t begin = 0;
    std::size_t end = 1;
    std::uint64_t senders = 1;
    for (std::uint32_t hop = 1; hop <= options_.ttl && begin != end; ++hop) {
      Counts level;
      std::size_t found = end;
      for (; begin != end; ++begin) {
        const std::uint32_t first = network_.first[queue_[begin]];
        const std::uint32_t last = network_.first[queue_[begin] + std::size_t{1}];
        level.messages += last - first;
        for (std::uint32_t i = first; i != last; ++i) {
          // Written always and kept if fresh: a branch here would be mispredicted half the time.
          queue_[found] = network_.peers[i];
          found += std::size_t{mark(network_.peers[i])};
        }
      }
      if (hop > 1) level.messages -= senders;
      senders = level.reach = found - end;
      level.duplicates = level.messages - level.reach;
      end = found;
      total += level;
      result_.hops[hop - 1] += level;
    }
    return total;
  }

  const Network& network_;
  const Options& options_;
  std::vector<std::uint64_t> seen_;   // one bit per peer
  std::vector<std::uint32_t> queue_;  // one more than there are peers
  Result result_;
};

}  // namespace

int main(int argc, char** argv) {
  return rippletank::bench::run_program<Network, Simulation>("plain_bfs", argc, argv);
}
