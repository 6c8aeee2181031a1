// Writes traces.
#include "sim/cli/trace_file.hpp"

#include <fmt/format.h>
#include <zstd.h>

#include <cerrno>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include "sim/registry/json.hpp"

namespace rippletank::cli {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), "cannot write " + path.string());
}

const char* name_of(measure::TraceKind kind) {
  switch (kind) {
    case measure::TraceKind::query:
      return "query";
    case measure::TraceKind::send:
      return "send";
    case measure::TraceKind::deliver:
      return "deliver";
    case measure::TraceKind::duplicate:
      return "duplicate";
    case measure::TraceKind::drop:
      return "drop";
    case measure::TraceKind::repeated:
      return "repeated";
    case measure::TraceKind::reach:
      break;
  }
  return "";
}

/// A peer as JSON: its number where the input has numbers, else its name.
std::string peer(const run::Network& network, core::PeerId id) {
  const std::string name = network.peer_name(id);
  return network.names.are_numbers() ? name : registry::Json(name).dump();
}

}  // namespace

TraceFile::TraceFile(const std::filesystem::path& file)
    : path_(file),
      file_(std::fopen(file.string().c_str(), "wb")),
      context_(ZSTD_createCCtx(), ZSTD_freeCCtx),
      compressed_(ZSTD_CStreamOutSize()) {
  if (file_ == nullptr) fail(path_);
  if (context_ == nullptr) throw std::bad_alloc();
}

TraceFile::~TraceFile() {
  if (file_ != nullptr) std::fclose(file_);
}

void TraceFile::write(const run::Network& network, const measure::TraceEvent& event) {
  if (event.kind == measure::TraceKind::reach) return;  // it tells of no message
  auto out = std::back_inserter(lines_);
  fmt::format_to(out, R"({{"time_s":{},"event":"{}","type":"{}","query_id":{})",
                 core::to_seconds(event.time), name_of(event.kind), event.type,
                 event.query ? std::to_string(*event.query) : "null");
  if (event.from != core::no_peer) {
    fmt::format_to(out, R"(,"from":{},"to":{},"hops":{},"bytes":{},"messages":{})",
                   peer(network, event.from), peer(network, event.to), event.hops, event.bytes,
                   event.messages);
  } else {
    fmt::format_to(out, R"(,"origin":{})", peer(network, event.to));
  }
  lines_ += "}\n";
  constexpr std::size_t compress_at = std::size_t{1} << 20U;
  if (lines_.size() >= compress_at) compress(false);
}

void TraceFile::compress(bool last) {
  ZSTD_inBuffer input{lines_.data(), lines_.size(), 0};
  bool done = false;
  while (!done) {
    ZSTD_outBuffer output{compressed_.data(), compressed_.size(), 0};
    const std::size_t remaining =
        ZSTD_compressStream2(context_.get(), &output, &input, last ? ZSTD_e_end : ZSTD_e_continue);
    if (ZSTD_isError(remaining) != 0) throw std::runtime_error(ZSTD_getErrorName(remaining));
    if (std::fwrite(compressed_.data(), 1, output.pos, file_) != output.pos) fail(path_);
    done = last ? remaining == 0 : input.pos == input.size;
  }
  lines_.clear();
}

void TraceFile::close() {
  compress(true);
  std::FILE* file = file_;
  file_ = nullptr;
  if (std::fclose(file) != 0) fail(path_);
}

}  // namespace rippletank::cli
