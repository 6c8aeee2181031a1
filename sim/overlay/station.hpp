// Station: what a server can do at a time, and what waits for it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/pool.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/server_record.hpp"
#include "sim/overlay/letter.hpp"

namespace rippletank::overlay {

struct StationSettings {
  std::uint32_t workers = 1;
  core::Distribution service_ms{core::Constant{0}};
  /// Requests that may be in it at a time, those being served included.
  std::optional<std::uint32_t> places;
  core::Time bin = core::never;  ///< of its curves over time
  core::Time warm_up = 0;        ///< requests that come before are served and counted nowhere
};

/// Requests wait in the order of their arrival for the first worker that is free.
///
/// Cost:    O(1) per request, which is kept while it is inside.
/// Random:  substream "server/service" of the server, one number per service, in the order in which
///          they begin.
/// Source:  Kleinrock, Queueing Systems I (1975): G/G/c with c workers, or G/G/c/K with K places.
class Station {
 public:
  using JobId = std::uint32_t;

  struct Request {
    core::PeerId from = core::no_peer;
    Letter letter;
    std::uint32_t services = 1;    ///< that it takes, one after the other, from one worker
    std::uint32_t connection = 0;  ///< that it has come by, for protocols that tell them apart
  };
  struct Started {
    JobId job = 0;
    core::Time end = 0;
  };
  struct Finished {
    Request request;
    std::optional<Started> next;  ///< the request whose service begins now
  };

  Station(const StationSettings& settings, std::uint64_t seed, core::PeerId server);

  /// Takes a request, or refuses it for want of a place; tells if its service begins at once.
  struct Arrival {
    bool taken = false;
    std::optional<Started> started;
  };
  Arrival arrive(core::Time now, const Request& request);

  /// The service of a request ends, unless it was lost meanwhile.
  std::optional<Finished> finish(core::Time now, JobId job);

  /// Loses everything inside.
  void fail(core::Time now);

  /// What was counted until the end of the run.
  measure::ServerRecord record(core::Time end) const;

 private:
  struct Job {
    Request request;
    core::Time arrival = 0;
    bool lost = false;
    std::uint32_t place = 0;  ///< among those being served

    bool counted(core::Time warm_up) const { return arrival >= warm_up; }
  };

  Started start(core::Time now, JobId job);
  std::uint64_t inside() const { return record_.waiting.value() + record_.busy.value(); }

  StationSettings settings_;
  core::Substream services_;
  core::Pool<Job> jobs_;
  std::deque<JobId> queue_;
  std::vector<JobId> being_served_;
  std::uint64_t counted_inside_ = 0;
  measure::ServerRecord record_;
};

}  // namespace rippletank::overlay
