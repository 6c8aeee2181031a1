// Requests: what travels from peer to peer, one step at a time, and where it has been.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "sim/core/ids.hpp"
#include "sim/core/pool.hpp"
#include "sim/core/prefetch.hpp"
#include "sim/core/time.hpp"
#include "sim/measure/request_record.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/protocols/freenet/keys.hpp"

namespace rippletank::protocols::freenet {

/// The number of a step: of what a peer knows of a request that has come to it.
using Step = std::uint16_t;
inline constexpr Step no_step = std::numeric_limits<Step>::max();

enum class Kind : std::uint8_t { request, insert, announcement };

/// What a peer waits for.
enum class Phase : std::uint8_t {
  asking,           ///< for an answer of the peer that it asks, or for the data
  awaiting_data,    ///< it has said that they may come: for the data of an insert
  awaiting_source,  ///< it has the data: for word of their source
  over              ///< for nothing any more
};

/// What a peer knows of a request.
struct StepState {
  core::PeerId peer = 0;
  core::PeerId asking = core::no_peer;  ///< whose answer it waits for
  core::PeerId source = core::no_peer;  ///< that it names to those before it; none: nobody
  std::uint32_t stay = 0;               ///< of the peer, as it came
  core::Time patient_until = 0;         ///< for as long it waits
  core::Time failed_at = 0;             ///< when a peer found that the hops to live were used up
  Step before = no_step;                ///< whose answer this is for; none: the origin's own
  std::uint16_t came_with_htl = 0;
  std::uint16_t htl = 0;          ///< that are left
  std::uint16_t hops = 0;         ///< from the origin
  std::uint16_t source_hops = 0;  ///< since a peer named itself the source
  std::uint16_t turn = 0;         ///< how often it has asked
  std::uint16_t parts = 0;        ///< of the data that have come
  Phase phase = Phase::asking;
};

struct Request {
  // What every letter touches comes first.
  std::vector<StepState> steps;
  Key key = 0;
  core::ItemId item = core::no_item;
  core::PeerId origin = 0;
  overlay::QueryNumber query = overlay::no_query;
  std::uint32_t serial = 0;  ///< by which its random numbers are named
  std::uint32_t held = 0;    ///< letters and alarms that name it
  std::uint32_t asked = 0;
  Kind kind = Kind::request;
  bool ended = false;    ///< for its origin
  bool watched = false;  ///< an alarm is set
  bool counted = false;  ///< of an announcement: it began after the warm-up
  std::vector<std::pair<Step, core::PeerId>> tried;  ///< ascending
  std::uint32_t backtracks = 0;
  std::uint32_t copies_made = 0;
  std::uint32_t refused = 0;  ///< how often a busy peer would not
  std::uint32_t silent = 0;   ///< how often one did not answer in time
  std::uint32_t attempt = 0;  ///< of an announcement
  core::Time start = 0;
  std::optional<std::size_t> record;  ///< in Measures::requests; none: not counted

  /// The last step of a peer; none if it has not come there.
  Step find(core::PeerId peer) const;
  /// The step of a peer that another step has asked; none if it has not come there.
  Step asked_by(Step before, core::PeerId peer) const;
  bool has_tried(Step step, core::PeerId node) const;
  void note_tried(Step step, core::PeerId node);
  /// The last step of the way that starts at the origin: each has been answered by the next.
  const StepState& end_of_way() const;
};

/// Requests in progress, each known by a number that is free again when nothing names it any more.
class Requests {
 public:
  /// One that is held once, by whoever makes it.
  std::uint32_t open(Request request);

  Request& operator[](std::uint32_t id) { return pool_[id]; }
  const Request& operator[](std::uint32_t id) const { return pool_[id]; }

  /// Brings a request closer; any number is allowed.
  RIPPLETANK_ALWAYS_INLINE void fetch(std::uint32_t id) const { pool_.prefetch(id); }

  void hold(std::uint32_t id) { ++pool_[id].held; }
  /// True if nothing names it any more; then it must be closed.
  bool let_go(std::uint32_t id) { return --pool_[id].held == 0; }
  void close(std::uint32_t id);

  std::size_t open_count() const { return open_; }

  /// Calls `visit(request)` for all that are open.
  template <class Visit>
  void for_each(Visit visit) const {
    pool_.for_each(visit);
  }

 private:
  core::Pool<Request> pool_;
  std::vector<Request> spare_;  ///< whose memory is used again
  std::uint32_t serials_ = 0;
  std::size_t open_ = 0;
};

}  // namespace rippletank::protocols::freenet
