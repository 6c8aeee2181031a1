// TraceFile: every message of a run as compressed JSON lines.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sim/run/network.hpp"

struct ZSTD_CCtx_s;

namespace rippletank::cli {

/// Writes trace.jsonl.zst: one object per line, in virtual-time order.
///
/// Errors:  std::system_error when the file cannot be written.
/// Source:  Zstandard, RFC 8878.
class TraceFile {
 public:
  explicit TraceFile(const std::filesystem::path& file);
  ~TraceFile();
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;

  void write(const run::Network& network, const measure::TraceEvent& event);
  /// Completes the file.
  void close();

 private:
  void compress(bool last);

  std::filesystem::path path_;
  std::FILE* file_;
  std::unique_ptr<ZSTD_CCtx_s, std::size_t (*)(ZSTD_CCtx_s*)> context_;
  std::string lines_;
  std::vector<char> compressed_;
};

}  // namespace rippletank::cli
