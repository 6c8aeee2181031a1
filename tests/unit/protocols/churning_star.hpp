// Peers that come, go and fetch at random, and what must be so of all that they were sent.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/unit/protocols/scripted_star.hpp"

namespace rippletank::tests {

/// When a peer is online.
struct Stay {
  core::Time begin = 0;
  core::Time end = core::never;
};

template <class Rules>
struct Churn {
  Script<Rules> script;
  std::vector<std::vector<Stay>> stays;  ///< [peer]

  /// Whether a peer was online from one moment to another; who goes at a moment may have ended
  /// something just then, or begun what was cut at once.
  bool is_online(core::PeerId peer, core::Time from, core::Time to) const {
    return std::any_of(stays[peer].begin(), stays[peer].end(),
                       [=](const Stay& stay) { return stay.begin <= from && to <= stay.end; });
  }
};

/// How a random case is made.
struct ChurnOptions {
  core::PeerId servers = 1;
  core::PeerId peers = 10;
  core::ItemId items = 4;
  std::uint64_t changes_most = 5;  ///< of a peer
  bool servers_go = false;
  bool all_come_back = false;  ///< at the latest two seconds after the beginning
  bool in_step = false;        ///< all moments are multiples of the delay, so that much meets
};

class ChurnMaker {
 public:
  ChurnMaker(std::uint64_t seed, const ChurnOptions& options)
      : options_(options), random_(seed, core::Purpose("test/churn")) {}

  template <class Rules>
  Churn<Rules> make(const typename Rules::Parameters& parameters) {
    Churn<Rules> made{{star(options_.peers), parameters, {}}, {}};
    Script<Rules>& script = made.script;
    for (core::PeerId server = 0; server < options_.servers; ++server) {
      script.servers.push_back(server);
    }
    script.sizes.clear();
    script.holders.resize(options_.items);
    for (std::set<core::PeerId>& of_item : script.holders) {
      script.sizes.push_back(random_.below(8) == 0 ? 0 : random_.below(1500));
      for (core::PeerId peer = options_.servers; peer < options_.peers; ++peer) {
        if (random_.below(3) == 0) of_item.insert(peer);
      }
    }
    for (core::PeerId peer = 0; peer < options_.peers; ++peer) {
      script.rates.push_back({500.0 + 500.0 * static_cast<double>(random_.below(4)),
                              1000.0 + 1000.0 * static_cast<double>(random_.below(4))});
      made.stays.push_back(random_stays(peer, script.changes));
    }
    script.uploads.slots = random_limit(1);
    script.uploads.queue = random_limit(0);
    for (int i = 0; i < 25; ++i) {
      overlay::Query query = fetching(50 * core::millisecond + moment(2500), random_client(),
                                      static_cast<core::ItemId>(random_.below(options_.items)));
      query.download = random_.below(5) > 0;
      script.queries.push_back(query);
    }
    std::stable_sort(script.changes.begin(), script.changes.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    std::stable_sort(script.queries.begin(), script.queries.end(),
                     [](const auto& a, const auto& b) { return a.start < b.start; });
    return made;
  }

  core::Substream& random() { return random_; }

 private:
  core::Time moment(std::uint64_t milliseconds) {
    const auto time = static_cast<core::Time>(random_.below(milliseconds)) * core::millisecond;
    return options_.in_step ? time / star_delay * star_delay : time + ++part_;
  }
  core::PeerId random_client() {
    return options_.servers +
           static_cast<core::PeerId>(random_.below(options_.peers - options_.servers));
  }
  std::optional<std::uint32_t> random_limit(std::uint32_t least) {
    if (random_.below(3) == 0) return {};
    return least + static_cast<std::uint32_t>(random_.below(3));
  }

  std::vector<Stay> random_stays(core::PeerId peer, std::vector<overlay::PresenceChange>& changes) {
    std::set<core::Time> times;
    const bool stays_put = peer < options_.servers && !options_.servers_go;
    if (!stays_put) {
      for (auto i = random_.below(options_.changes_most + 1); i > 0; --i) {
        times.insert(star_delay + moment(2000));
      }
      if (options_.all_come_back && times.size() % 2 == 1) times.insert(2500 * core::millisecond);
    }
    std::vector<Stay> stays(1);
    bool is_online = true;
    for (const core::Time time : times) {
      is_online = !is_online;
      changes.push_back({time, peer, is_online, random_.below(2) == 0});
      if (is_online) {
        stays.push_back({time, core::never});
      } else {
        stays.back().end = time;
      }
    }
    return stays;
  }

  ChurnOptions options_;
  core::Substream random_;
  core::Time part_ = 0;
};

/// The moment at which a download ended, or the end of the run.
inline core::Time end_of(const measure::DownloadRecord& record, core::Time end_of_run) {
  return record.duration ? record.start + *record.duration : end_of_run;
}

/// How many of some downloads went on at a time, and how many bytes they had and were to have.
class SideBySide {
 public:
  explicit SideBySide(core::Time end_of_run) : end_of_run_(end_of_run) {}

  void add(const measure::DownloadRecord& record) { records_.push_back(&record); }

  /// One that begins as another ends takes its place.
  std::size_t most() const {
    std::map<core::Time, std::pair<std::size_t, std::size_t>> ended_and_begun;
    for (const measure::DownloadRecord* record : records_) {
      // One that was cut as it began never took a place.
      if (record->duration == 0) continue;
      ++ended_and_begun[record->start].second;
      if (record->duration) ++ended_and_begun[end_of(*record, end_of_run_)].first;
    }
    std::size_t now = 0;
    std::size_t most = 0;
    for (const auto& [time, counts] : ended_and_begun) {
      now = now - counts.first + counts.second;
      most = std::max(most, now);
    }
    return most;
  }

  std::uint64_t carried_bytes() const {
    std::uint64_t sum = 0;
    for (const measure::DownloadRecord* record : records_) sum += record->carried_bytes;
    return sum;
  }

  /// The most that had been carried and was still to be carried at the start of any of them.
  std::uint64_t most_promised_bytes() const {
    std::uint64_t most = 0;
    for (const measure::DownloadRecord* begun : records_) {
      std::uint64_t promised = 0;
      for (const measure::DownloadRecord* record : records_) {
        const bool is_later = record > begun;  // they stand in the order of start
        if (is_later) continue;
        const bool is_over = end_of(*record, end_of_run_) <= begun->start && record != begun;
        promised += is_over ? record->carried_bytes : record->bytes;
      }
      most = std::max(most, promised);
    }
    return most;
  }

 private:
  core::Time end_of_run_;
  std::vector<const measure::DownloadRecord*> records_;
};

/// What must be so of every download: both ends are online, and it is cut only as one of them goes;
/// of an attempt that came to nothing, that the source was gone, or has refused.
template <class Rules>
void check_ends(const Churn<Rules>& churn, const measure::DownloadRecord& record,
                core::Time end_of_run) {
  const core::Time end = end_of(record, end_of_run);
  if (!measure::was_sent(record.status)) {
    REQUIRE(record.duration.has_value());
    REQUIRE(record.carried_bytes == 0);
    const bool is_gone = record.status == measure::DownloadStatus::gone;
    REQUIRE((is_gone || record.status == measure::DownloadStatus::refused));
    return;
  }
  REQUIRE(churn.is_online(record.from, record.start, end));
  REQUIRE(churn.is_online(record.to, record.start, end));
  REQUIRE(record.carried_bytes <= record.bytes);
  if (record.status == measure::DownloadStatus::complete) {
    REQUIRE(record.carried_bytes == record.bytes);
  }
  if (record.status == measure::DownloadStatus::cut) {
    const auto goes = [&churn, end](core::PeerId peer) {
      return std::any_of(churn.stays[peer].begin(), churn.stays[peer].end(),
                         [end](const Stay& stay) { return stay.end == end; });
    };
    REQUIRE((goes(record.from) || goes(record.to)));
  }
}

}  // namespace rippletank::tests
