// Fetches files: what who asks for one does.
#include <algorithm>
#include <utility>

#include "sim/protocols/waste/transfers.hpp"

namespace rippletank::protocols::waste {
namespace {

/// Source:  m_file.cpp of WASTE 1.5.
constexpr std::uint32_t request_besides_bytes = 93;
constexpr std::uint32_t run_bytes = 5;
constexpr std::uint32_t longest_run = 256;
constexpr std::uint32_t done_bytes = 37;

/// Whoever fetches a file keeps a bit for each of its chunks.
constexpr std::uint64_t most_chunks = 1U << 24U;

}  // namespace

Transfers::Transfers(State& state, Relaying& relaying, const overlay::SetUp& set_up)
    : state_(state),
      relaying_(relaying),
      uploads_max_(set_up.uploads.slots.value_or(state.parameters.uploads_max)),
      start_gap_(core::from_seconds(state.parameters.start_s)),
      silence_(core::from_seconds(state.parameters.silence_s)),
      forget_upload_(core::from_seconds(state.parameters.forget_upload_s)),
      fetching_(state.peers()),
      uploads_(state.peers()) {}

void Transfers::begin(Post& post, const Wanted& wanted) {
  Download download;
  download.wanted = wanted;
  download.bytes = state_.content->size_bytes(wanted.item);
  download.missing_bytes = download.bytes;
  const std::uint64_t chunk = state_.parameters.chunk_bytes;
  const std::uint64_t chunks = download.bytes / chunk + (download.bytes % chunk > 0 ? 1 : 0);
  if (chunks > most_chunks) {
    if (post.counts(wanted.query)) ++state_.tallies.downloads_too_large;
    return;
  }
  download.chunks = static_cast<std::uint32_t>(chunks);
  download.missing = download.chunks;
  download.got.resize(download.chunks);
  fetching_[wanted.peer].waiting.push_back(static_cast<DownloadId>(downloads_.size()));
  downloads_.push_back(std::move(download));
  start(post, wanted.peer);
}

std::uint32_t Transfers::bytes_of_chunk(const Download& download, std::uint32_t chunk) const {
  const std::uint64_t begin = std::uint64_t{chunk} * state_.parameters.chunk_bytes;
  const std::uint64_t rest = download.bytes - begin;
  return static_cast<std::uint32_t>(std::min(rest, std::uint64_t{state_.parameters.chunk_bytes}));
}

/// The first one that waits of whose owner nothing is being fetched.
std::optional<DownloadId> Transfers::next_to_start(core::PeerId peer) const {
  const Fetching& fetching = fetching_[peer];
  for (const DownloadId id : fetching.waiting) {
    const core::PeerId owner = downloads_[id].wanted.owner;
    const bool is_busy =
        std::any_of(fetching.active.begin(), fetching.active.end(),
                    [&](DownloadId active) { return downloads_[active].wanted.owner == owner; });
    if (!is_busy) return id;
  }
  return {};
}

void Transfers::start(Post& post, core::PeerId peer) {
  Fetching& fetching = fetching_[peer];
  while (!fetching.is_to_start && fetching.active.size() < state_.parameters.downloads_max &&
         state_.has_link(peer)) {
    const std::optional<DownloadId> next = next_to_start(peer);
    if (!next) return;
    const core::Time may = fetching.last_start ? *fetching.last_start + start_gap_ : 0;
    if (post.now() < may) {
      fetching.is_to_start = true;
      return post.wake(peer, may, state_.timer(Alarm::start_download, peer));
    }
    fetching.last_start = post.now();
    start_one(post, *next);
  }
}

void Transfers::ring_start(Post& post, core::PeerId peer) {
  fetching_[peer].is_to_start = false;
  start(post, peer);
}

void Transfers::start_one(Post& post, DownloadId id) {
  Download& download = downloads_[id];
  Fetching& fetching = fetching_[download.wanted.peer];
  fetching.waiting.erase(std::find(fetching.waiting.begin(), fetching.waiting.end(), id));
  fetching.active.push_back(id);
  download.progress = Progress::active;
  download.window = state_.parameters.window_chunks;
  open_record(post, download);
  request(post, id, no_guid);
}

void Transfers::open_record(Post& post, Download& download) {
  download.record.reset();
  if (!post.counts(download.wanted.query)) return;
  overlay::Measures& measures = post.measures();
  if (measures.carried.empty()) measures.carried.resize(state_.peers());
  measure::DownloadRecord record;
  record.query = post.record(download.wanted.query)->id;
  record.item = download.wanted.item;
  record.from = download.wanted.owner;
  record.to = download.wanted.peer;
  record.bytes = download.missing_bytes;
  record.method = "routed";
  record.start = post.now();
  download.record = measures.downloads.size();
  measures.downloads.push_back(record);
}

void Transfers::close_record(Post& post, Download& download, bool is_complete) {
  if (!download.record) return;
  overlay::Measures& measures = post.measures();
  measure::DownloadRecord& record = measures.downloads[*download.record];
  record.status = is_complete ? measure::DownloadStatus::complete : measure::DownloadStatus::cut;
  record.duration = post.now() - record.start;
  measures.fingerprint.add(static_cast<std::uint64_t>(post.now()));
  measures.fingerprint.add((std::uint64_t{record.from} << 32U) | record.to);
  measures.fingerprint.add(record.carried_bytes);
  download.record.reset();
}

/// The lowest of those that are missing. Of a file whose size is not known yet a peer takes it that
/// it has as many chunks as it asks for at most.
std::vector<Run> Transfers::next_runs(Download& download) const {
  std::vector<Run> runs;
  if (!download.knows_size) {
    for (std::uint32_t first = 0; first < download.window; first += longest_run) {
      runs.push_back({first, std::min(download.window - first, longest_run)});
    }
    return runs;
  }
  std::uint32_t count = 0;
  while (download.first_missing < download.chunks && download.got[download.first_missing]) {
    ++download.first_missing;
  }
  for (std::uint32_t chunk = download.first_missing;
       chunk < download.chunks && count < download.window; ++chunk) {
    if (download.got[chunk]) continue;
    ++count;
    if (runs.empty() || runs.back().first + runs.back().count != chunk ||
        runs.back().count == longest_run) {
      runs.push_back({chunk, 0});
    }
    ++runs.back().count;
  }
  return runs;
}

void Transfers::request(Post& post, DownloadId id, Guid previous) {
  Download& download = downloads_[id];
  Packet packet;
  packet.type = file_request;
  packet.query = download.wanted.query;
  packet.subject = id;
  packet.previous = previous;
  packet.runs = next_runs(download);
  packet.length_bytes =
      request_besides_bytes + run_bytes * static_cast<std::uint32_t>(packet.runs.size());
  download.outstanding = 0;
  for (const Run& run : packet.runs) {
    download.outstanding +=
        std::min(run.first + run.count, download.chunks) - std::min(run.first, download.chunks);
  }
  download.has_header = false;
  download.has_heard = false;
  download.patient_until = core::later(post.now(), 2 * silence_);
  if (post.counts(download.wanted.query)) ++state_.tallies.file_requests;
  const core::PeerId peer = download.wanted.peer;
  download.guid = relaying_.broadcast(post, peer, std::move(packet));
  wake(post, id, download.patient_until, false);
}

void Transfers::wake(Post& post, DownloadId id, core::Time at, bool has_heard) {
  const Download& download = downloads_[id];
  overlay::Letter timer = state_.timer(Alarm::silence, download.wanted.peer, id);
  timer.query = download.guid;
  timer.hops = has_heard ? 1 : 0;
  post.wake(download.wanted.peer, at, timer);
}

void Transfers::ring_silence(Post& post, const overlay::Letter& timer) {
  const DownloadId id = timer.subject;
  Download& download = downloads_[id];
  if (download.progress != Progress::active || download.guid != timer.query) return;
  const bool is_first_timer = timer.hops == 0;
  if (is_first_timer && download.has_heard) return;  // another one is set
  if (post.now() < download.patient_until) return wake(post, id, download.patient_until, true);
  const bool is_counted = post.counts(download.wanted.query);
  if (download.has_heard) {
    if (is_counted) ++state_.tallies.rounds_silent;
    const std::uint32_t least = state_.parameters.window_least_chunks;
    // Without a header nobody knows how many were to come, and it takes it that all were.
    const std::uint32_t lost = download.has_header ? download.outstanding : download.window;
    download.window = std::max(least, download.window - std::min(download.window, lost));
    return request(post, id, download.guid);
  }
  if (is_counted) ++state_.tallies.downloads_silent;
  const core::PeerId peer = download.wanted.peer;
  const bool is_to_try = ++download.tries < state_.parameters.download_tries;
  stop(post, id, false);
  if (is_to_try) {
    download.progress = Progress::waiting;
    fetching_[peer].waiting.push_back(id);
  }
  start(post, peer);
}

/// What answers a request that is not the last one any more is of no use.
bool Transfers::is_late(const Download& download, const Packet& packet) {
  return download.progress != Progress::active || download.guid != packet.guid;
}

void Transfers::hear(Post& post, DownloadId id) {
  Download& download = downloads_[id];
  download.patient_until = core::later(post.now(), silence_);
  if (!std::exchange(download.has_heard, true)) {
    wake(post, id, download.patient_until, true);
  }
}

void Transfers::read_header(Post& post, const Packet& header) {
  const DownloadId id = header.subject;
  Download& download = downloads_[id];
  if (is_late(download, header)) return;
  hear(post, id);
  download.has_header = true;
  download.knows_size = true;
  const End way = relaying_.way_back(download.wanted.owner, header.guid);
  const bool is_neighbour =
      way < state_.links.size() && state_.links[way].other == download.wanted.peer;
  if (download.record && is_neighbour) {
    post.measures().downloads[*download.record].method = "direct";
  }
  go_on(post, id);
}

void Transfers::read_chunk(Post& post, const Packet& chunk) {
  const DownloadId id = chunk.subject;
  Download& download = downloads_[id];
  if (is_late(download, chunk)) {
    if (post.counts(chunk.query)) ++state_.tallies.chunks_late;
    return;
  }
  if (!download.knows_size) {
    stop(post, id, false);  // for good: it does not know what to do with it
    return start(post, download.wanted.peer);
  }
  hear(post, id);
  if (download.got[chunk.chunk]) return;  // its owner has read the request twice
  download.got[chunk.chunk] = true;
  download.missing_bytes -= chunk.payload_bytes;
  --download.missing;
  --download.outstanding;
  if (download.record) {
    overlay::Measures& measures = post.measures();
    measures.downloads[*download.record].carried_bytes += chunk.payload_bytes;
    measures.carried[download.wanted.owner].up += chunk.payload_bytes;
    measures.carried[download.wanted.peer].down += chunk.payload_bytes;
  }
  go_on(post, id);
}

void Transfers::go_on(Post& post, DownloadId id) {
  Download& download = downloads_[id];
  if (download.missing == 0) return complete(post, id);
  if (!download.has_header || download.outstanding > 0) return;
  download.window =
      std::min(state_.parameters.window_most_chunks, download.window + download.window / 4);
  request(post, id, download.guid);
}

void Transfers::complete(Post& post, DownloadId id) {
  const Wanted wanted = downloads_[id].wanted;
  Packet done;
  done.type = file_done;
  done.query = wanted.query;
  done.subject = id;
  done.length_bytes = done_bytes;
  relaying_.broadcast(post, wanted.peer, std::move(done));
  state_.stores.keep(post.now(), wanted.peer, wanted.item);
  stop(post, id, true);
  downloads_[id].got = {};
  post.downloaded(wanted.query);
  start(post, wanted.peer);
}

void Transfers::stop(Post& post, DownloadId id, bool is_complete) {
  Download& download = downloads_[id];
  close_record(post, download, is_complete);
  download.progress = Progress::over;
  std::vector<DownloadId>& active = fetching_[download.wanted.peer].active;
  active.erase(std::find(active.begin(), active.end(), id));
}

void Transfers::go(Post& post, core::PeerId peer) {
  uploads_[peer].clear();
  Fetching& fetching = fetching_[peer];
  for (const DownloadId id : std::vector<DownloadId>(fetching.active)) {
    stop(post, id, false);
    downloads_[id].progress = Progress::waiting;
    fetching.waiting.push_back(id);
  }
  fetching.is_to_start = false;
}

}  // namespace rippletank::protocols::waste
