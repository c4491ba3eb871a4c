// The archive of the sources: the same bytes for the same commit, on any machine.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** @param {string} name @param {string} version */
export const archiveName = (name, version) => `${name}-${version}.tar.gz`;

/**
 * @param {string} root a clone
 * @param {string} prefix the folder in the archive
 * @returns {Buffer} a tar of the tracked files of HEAD, compressed. git takes times from the commit, and no owners; the
 * configuration of the machine must not change modes or line ends, and gzip must not write its own time.
 */
export function sourceArchive(root, prefix) {
  const portable = [
    '-c',
    'tar.umask=0022',
    '-c',
    'core.autocrlf=false',
    '-c',
    'core.attributesFile=/dev/null',
  ];
  const tar = execFileSync('git', [...portable, 'archive', '--format=tar', `--prefix=${prefix}/`, 'HEAD'], {
    cwd: root,
    maxBuffer: 1024 * 1024 * 1024,
  });
  return gzipSync(tar, { level: 9 });
}

/** @param {Buffer} bytes */
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
