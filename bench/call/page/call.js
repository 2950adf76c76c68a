// SPDX-License-Identifier: GPL-3.0-or-later
// One side of the call in a browser, as a web page would write it. The controller says when to join.

const options = Object.fromEntries(new URLSearchParams(location.search));
const me = options.me;
const remote = document.getElementById('remote');
const self = document.getElementById('self');
const now = () => performance.timeOrigin + performance.now();
let connection, camera;
const early = [];     // candidates that came before the description they belong to
const sent = [];      // [frame number, time] as frames leave the camera

const post = message => fetch(`/say?me=${me}`, { method: 'POST', body: JSON.stringify(message) });
const report = (type, more = {}) => post({ to: 'controller', type, at: now(), ...more });
const tellPeer = message => post({ to: me === 'a' ? 'b' : 'a', ...message });

function frameNumber (luma, stride, block, row) {
  let number = 0, inverse = 0;
  for (let i = 0; i < 20; i++) {
    const bit = luma[row * stride + Math.floor((i + 0.5) * block)] > 120 ? 1 : 0;
    if (i < 10) number = number * 2 + bit; else inverse = inverse * 2 + bit;
  }
  return (number ^ inverse) === 1023 ? number : -1;
}

// Notes number and time of each frame as the camera hands it out; costs CPU, so only where latency is measured.
async function tapCamera (track) {
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 3 }).readable.getReader();
  const rect = { x: 0, y: 0, width: 640, height: 32 };
  const pixels = new Uint8Array(rect.width * rect.height * 4);
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return;
    const at = now();
    await frame.copyTo(pixels, { rect });
    frame.close();
    sent.push([frameNumber(pixels, rect.width, 32, 16), at]);
  }
}

function makeConnection () {
  connection = new RTCPeerConnection({ iceServers: [] });
  connection.onicecandidate = event => tellPeer({ type: 'candidate', candidate: event.candidate });
  connection.ontrack = event => { if (event.track.kind === 'video') remote.srcObject = event.streams[0]; };
  for (const track of camera.getTracks()) connection.addTrack(track, camera);
  const sender = connection.getSenders().find(each => each.track.kind === 'video');
  const parameters = sender.getParameters();
  parameters.encodings[0].maxBitrate = Number(options.kbps) * 1000;
  parameters.degradationPreference = 'maintain-resolution';
  sender.setParameters(parameters);
}

function preferCodec () {
  const codecs = RTCRtpReceiver.getCapabilities('video').codecs;
  const wanted = codecs.filter(codec => codec.mimeType === `video/${options.codec}`);
  const helpers = codecs.filter(codec => /rtx|red|ulpfec/.test(codec.mimeType));
  for (const transceiver of connection.getTransceivers())
    if (transceiver.sender.track.kind === 'video') transceiver.setCodecPreferences([...wanted, ...helpers]);
}

async function describe (kind) {
  if (kind === 'offer') preferCodec();
  await connection.setLocalDescription(await (kind === 'offer' ? connection.createOffer() : connection.createAnswer()));
  tellPeer({ type: 'description', description: connection.localDescription });
}

async function join () {
  const clickedAt = now();
  remote.requestVideoFrameCallback(() => report('first-frame'));
  camera = await navigator.mediaDevices.getUserMedia(
    { video: { width: 1280, height: 720, frameRate: 30 }, audio: true });
  self.srcObject = camera;
  if (options.tap === '1') tapCamera(camera.getVideoTracks()[0].clone());
  makeConnection();
  report('joined', { clicked_at: clickedAt });
  if (me === 'b') tellPeer({ type: 'hello' });
}

async function receiveDescription (description) {
  await connection.setRemoteDescription(description);
  for (const candidate of early.splice(0)) await connection.addIceCandidate(candidate);
  if (description.type === 'offer') describe('answer');
}

async function statistics () {
  const found = {};
  for (const entry of (await connection.getStats()).values())
    if (['inbound-rtp', 'outbound-rtp'].includes(entry.type)) found[`${entry.type}-${entry.kind}`] = entry;
  return found;
}

// Hands some decoded pictures of the other side to the controller, whole, half a second apart.
async function sendPictures () {
  const track = remote.srcObject.getVideoTracks()[0].clone();
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader();
  for (let sentPictures = 0, seen = 0; sentPictures < 12; seen++) {
    const { value: frame, done } = await reader.read();
    if (done) break;
    if (seen % 15 === 0) {
      const luma = new Uint8Array(frame.allocationSize());
      await frame.copyTo(luma);
      const size = frame.codedWidth * frame.codedHeight;
      await fetch(`/picture?me=${me}`, { method: 'POST', body: luma.subarray(0, size) });
      sentPictures++;
    }
    frame.close();
  }
  track.stop();
  report('pictures');
}

const handlers = {
  join,
  hello: () => describe('offer'),
  description: message => receiveDescription(message.description),
  candidate: async message => {
    if (connection && connection.remoteDescription) await connection.addIceCandidate(message.candidate);
    else early.push(message.candidate);
  },
  statistics: async () => report('statistics', { entries: await statistics() }),
  sent: () => report('sent', { frames: sent.splice(0) }),
  pictures: sendPictures,
};

// The order of messages matters: each is handled when the one before has been.
let last = Promise.resolve();
const events = new EventSource(`/events?me=${me}`);
events.onmessage = event => {
  const message = JSON.parse(event.data);
  last = last.then(() => handlers[message.type](message)).catch(error => report('failed', { text: String(error) }));
};
events.onopen = () => requestAnimationFrame(() => requestAnimationFrame(() => report('ready')));
