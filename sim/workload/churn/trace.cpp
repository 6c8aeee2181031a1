// trace: sessions from a file, one row each.
#include "sim/workload/churn/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/registry/input_file.hpp"
#include "sim/registry/input_table.hpp"
#include "sim/registry/json_text.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::workload {
namespace {

struct ChurnTraceParameters {
  registry::FilePath file;
  double crash_share = 0;
};

struct Session {
  core::PeerId peer = 0;
  core::Time online = 0;
  core::Time offline = core::never;
  int line = 0;
};

/// Reads the rows one by one.
class SessionReader {
 public:
  SessionReader(const registry::CsvTable& table, const PeerNames& peers,
                registry::RowMistakes& mistakes)
      : peer_column_(*table.find("peer")),
        online_column_(*table.find("online_s")),
        offline_column_(*table.find("offline_s")),
        peers_(peers),
        mistakes_(mistakes) {}

  std::optional<Session> read(const registry::CsvTable::Row& row) {
    const auto peer = peers_.find(row.fields[peer_column_]);
    if (!peer) mistakes_.add(row.line, "peer: " + peers_.unknown(row.fields[peer_column_]));
    const auto online = time_in(row, online_column_, "online_s");
    const bool is_open = row.fields[offline_column_].empty();
    const auto offline = is_open ? core::never : time_in(row, offline_column_, "offline_s");
    if (!peer || !online || !offline) return {};
    if (*offline <= *online) {
      mistakes_.add(row.line, fmt::format("offline_s: expected more than online_s ({}), got {}",
                                          row.fields[online_column_], row.fields[offline_column_]));
      return {};
    }
    return Session{*peer, *online, *offline, row.line};
  }

 private:
  std::optional<core::Time> time_in(const registry::CsvTable::Row& row, std::size_t column,
                                    const char* name) {
    const std::optional<double> seconds = registry::number_in(row.fields[column]);
    if (seconds && *seconds >= 0 && *seconds <= core::longest_s) {
      return core::from_seconds(*seconds);
    }
    mistakes_.add(row.line, fmt::format("{}: expected a number like 0.5, 0 to {} [s], got {}", name,
                                        core::longest_s, registry::found(row.fields[column])));
    return {};
  }

  std::size_t peer_column_;
  std::size_t online_column_;
  std::size_t offline_column_;
  const PeerNames& peers_;
  registry::RowMistakes& mistakes_;
};

/// Joins sessions of a peer that touch; `sessions` by peer and time.
std::vector<Session> joined(const std::vector<Session>& sessions, registry::RowMistakes& mistakes) {
  std::vector<Session> all;
  for (const Session& session : sessions) {
    const bool follows = !all.empty() && all.back().peer == session.peer;
    if (follows && session.online < all.back().offline) {
      mistakes.add(session.line,
                   fmt::format("online_s: expected no session before the one of line {} has ended",
                               all.back().line));
      if (mistakes.are_many()) break;
    } else if (follows && session.online == all.back().offline) {
      all.back().offline = session.offline;
    } else {
      all.push_back(session);
    }
  }
  return all;
}

Churn start(const ChurnTraceParameters& parameters, const ChurnSetUp& set_up) {
  ChurnTrace trace =
      parse_churn_trace(registry::read_input_file(parameters.file), parameters.file.shown(),
                        set_up.peers, parameters.crash_share, set_up.seed);
  return {std::move(trace.offline),
          [changes = std::move(trace.changes), horizon = set_up.horizon,
           next = std::size_t{0}]() mutable -> std::optional<overlay::PresenceChange> {
            if (next == changes.size() || changes[next].time > horizon) return {};
            return changes[next++];
          }};
}

}  // namespace

ChurnTrace parse_churn_trace(std::string_view text, const std::string& file, const PeerNames& peers,
                             double crash_share, std::uint64_t seed) {
  const registry::CsvTable table = registry::read_table(
      text, file, {.needed = {"peer", "online_s", "offline_s"}, .optional = {}});
  registry::RowMistakes mistakes(file);
  SessionReader reader(table, peers, mistakes);
  std::vector<Session> sessions;
  for (const registry::CsvTable::Row& row : table.rows) {
    if (const std::optional<Session> session = reader.read(row)) sessions.push_back(*session);
    if (mistakes.are_many()) break;
  }
  mistakes.throw_if_any();
  std::stable_sort(sessions.begin(), sessions.end(), [](const Session& a, const Session& b) {
    return std::tie(a.peer, a.online) < std::tie(b.peer, b.online);
  });
  const std::vector<Session> all = joined(sessions, mistakes);
  mistakes.throw_if_any();
  ChurnTrace trace;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Session& session = all[i];
    const bool is_first = i == 0 || all[i - 1].peer != session.peer;
    if (is_first && session.online > 0) trace.offline.push_back(session.peer);
    if (session.online > 0) trace.changes.push_back({session.online, session.peer, true, true});
    if (session.offline == core::never) continue;
    core::Substream stream(seed, core::Purpose("churn/trace"), i);
    const bool announced = !stream.chance(crash_share);
    trace.changes.push_back({session.offline, session.peer, false, announced});
  }
  std::sort(trace.changes.begin(), trace.changes.end(), [](const auto& a, const auto& b) {
    return std::tie(a.time, a.peer) < std::tie(b.time, b.peer);
  });
  return trace;
}

ChurnModel trace_churn() {
  ChurnModel model;
  model.entry = registry::describe<ChurnTraceParameters>(
      "trace", "Sessions from a CSV file, one row each; peers that it does not name stay online.",
      "",
      registry::Table<ChurnTraceParameters>{}
          .required("file", &ChurnTraceParameters::file,
                    {.description = "CSV with the columns peer, online_s and offline_s; several "
                                    "rows per peer, in any order; an empty offline_s: until the "
                                    "end. Sessions of a peer that touch are one."})
          .field("crash_share", &ChurnTraceParameters::crash_share,
                 {.unit = "ratio",
                  .range = registry::between(0, 1),
                  .description = "How many of those who go do so without a word, like a crash; "
                                 "others tell whoever the protocol says must know."}),
      {{"file", "sessions.csv"}});
  model.peers = nullptr;
  model.start = [](const void* parameters, const ChurnSetUp& set_up) {
    return start(*static_cast<const ChurnTraceParameters*>(parameters), set_up);
  };
  return model;
}

}  // namespace rippletank::workload
