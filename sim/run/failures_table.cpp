// Writes failures.csv, and works out how a network came through.
#include "sim/run/failures_table.hpp"

#include <algorithm>

#include "sim/io/csv_file.hpp"
#include "sim/run/series_table.hpp"
#include "sim/run/table_columns.hpp"

namespace rippletank::run {
namespace {

/// Queries in the order of their start, and how many of the first were answered.
class StartedQueries {
 public:
  explicit StartedQueries(const std::vector<measure::QueryRecord>& queries) {
    answered_.push_back(0);
    for (const measure::QueryRecord& query : queries) {
      starts_.push_back(query.start);
      answered_.push_back(answered_.back() + (query.first_hit ? 1 : 0));
    }
  }

  QueryShare in(core::Time begin, core::Time end) const {
    if (end <= begin) return {};
    const std::size_t first = before(begin);
    const std::size_t last = before(end);
    return {last - first, answered_[last] - answered_[first]};
  }

 private:
  std::size_t before(core::Time time) const {
    return static_cast<std::size_t>(std::lower_bound(starts_.begin(), starts_.end(), time) -
                                    starts_.begin());
  }

  std::vector<core::Time> starts_;
  std::vector<std::uint64_t> answered_;  ///< [n] of the first n
};

/// The share of the peers online that are in the largest component.
double largest_share(const Remains& remains) {
  return remains.peers_online == 0 ? 0
                                   : static_cast<double>(remains.largest_component) /
                                         static_cast<double>(remains.peers_online);
}

/// What was seen of a network at a moment.
struct Look {
  core::Time time = 0;
  double share = 0;
};

/// At one moment bins end first; of several incidents the last one counts.
std::vector<Look> looks_of(const IncidentRecord& record, core::Time bin) {
  std::vector<Look> looks;
  for (std::size_t i = 0; i < record.bins.size(); ++i) {
    looks.push_back({static_cast<core::Time>(i + 1) * bin, largest_share(record.bins[i])});
  }
  for (const Incident& incident : record.incidents) {
    looks.push_back({incident.event.time, largest_share(incident.remains)});
  }
  std::stable_sort(looks.begin(), looks.end(),
                   [](const Look& a, const Look& b) { return a.time < b.time; });
  std::vector<Look> last;
  for (const Look& look : looks) {
    if (!last.empty() && last.back().time == look.time) last.pop_back();
    last.push_back(look);
  }
  return last;
}

/// Finds the first look from some on that sees a share, by halving of spans.
class FirstAtLeast {
 public:
  explicit FirstAtLeast(const std::vector<Look>& looks) : looks_(looks) {
    std::vector<double> level;
    for (const Look& look : looks) level.push_back(look.share);
    while (true) {
      most_.push_back(level);
      if (level.size() <= 1) return;
      std::vector<double> above;
      for (std::size_t i = 0; i < level.size(); i += 2) {
        above.push_back(i + 1 < level.size() ? std::max(level[i], level[i + 1]) : level[i]);
      }
      level = std::move(above);
    }
  }

  const Look* from(core::Time time, double share) const {
    std::size_t i = static_cast<std::size_t>(
        std::lower_bound(looks_.begin(), looks_.end(), time,
                         [](const Look& look, core::Time at) { return look.time < at; }) -
        looks_.begin());
    std::size_t level = 0;
    // Up while the span that begins here has nothing, then down into the first that has.
    while (i < most_[level].size() && most_[level][i] < share) {
      ++i;
      while (level + 1 < most_.size() && i % 2 == 0 && i < most_[level].size()) {
        i /= 2;
        ++level;
      }
    }
    if (i >= most_[level].size()) return nullptr;
    for (; level > 0; --level) {
      i *= 2;
      if (most_[level - 1][i] < share) ++i;
    }
    return &looks_[i];
  }

 private:
  const std::vector<Look>& looks_;
  std::vector<std::vector<double>> most_;  ///< [level][span of 2^level looks]
};

bool is_repair(const Incident& incident) { return incident.event.reason == FailureReason::repair; }

}  // namespace

std::vector<std::optional<QueriesAround>> queries_around(const Outcome& outcome,
                                                         core::Time warm_up) {
  const StartedQueries started(outcome.measures.queries);
  const core::Time end = outcome.online;
  std::vector<std::optional<QueriesAround>> all;
  for (const Incident& incident : outcome.record.incidents) {
    all.emplace_back();
    if (is_repair(incident)) continue;
    const core::Time from = incident.event.time;
    const core::Time to = std::max(from, std::min(incident.event.until, end));
    const core::Time length = to - from;
    // What starts in the very last moment of a run belongs to it.
    const auto within = [&](core::Time begin, core::Time stop) {
      return started.in(std::max(begin, warm_up), stop >= end ? core::never : stop);
    };
    all.back() = QueriesAround{within(from - length, from), within(from, to), {}};
    if (to < end) all.back()->after = within(to, core::later(to, length));
  }
  return all;
}

std::vector<std::optional<core::Time>> times_to_recover(const IncidentRecord& record,
                                                        core::Time bin) {
  constexpr double as_before = 0.99;
  const std::vector<Look> looks = looks_of(record, bin);
  std::vector<std::optional<core::Time>> all;
  if (looks.empty()) return all;
  const FirstAtLeast first(looks);
  for (const Incident& incident : record.incidents) {
    all.emplace_back();
    if (is_repair(incident)) continue;
    const core::Time time = incident.event.time;
    const Look* look = first.from(time, as_before * largest_share(incident.before));
    if (look != nullptr) all.back() = look->time - time;
  }
  return all;
}

void write_failures(const scenario::Scenario& scenario, const Outcome& outcome,
                    const std::filesystem::path& file) {
  if (scenario.failures.empty()) return;
  const std::vector<Incident>& incidents = outcome.record.incidents;
  const auto queries = queries_around(outcome, core::from_seconds(scenario.warm_up_s));
  const auto recovered = times_to_recover(outcome.record, bin_of_series(scenario));
  io::CsvFile csv(file, failure_columns().names());
  for (std::size_t i = 0; i < incidents.size(); ++i) {
    const FailureEvent& event = incidents[i].event;
    if (event.time > outcome.online) continue;
    const Remains& remains = incidents[i].remains;
    const auto of = [&](QueryShare QueriesAround::*when, std::uint64_t QueryShare::*what) {
      return queries[i] ? std::optional((*queries[i].*when).*what) : std::nullopt;
    };
    csv.row(core::to_seconds(event.time), event.what,
            failure_reason_names[static_cast<std::size_t>(event.reason)], remains.peers_online,
            remains.components, remains.largest_component,
            recovered[i] ? std::optional(core::to_seconds(*recovered[i])) : std::nullopt,
            of(&QueriesAround::before, &QueryShare::queries),
            of(&QueriesAround::before, &QueryShare::answered),
            of(&QueriesAround::during, &QueryShare::queries),
            of(&QueriesAround::during, &QueryShare::answered),
            of(&QueriesAround::after, &QueryShare::queries),
            of(&QueriesAround::after, &QueryShare::answered));
  }
  csv.close();
}

}  // namespace rippletank::run
