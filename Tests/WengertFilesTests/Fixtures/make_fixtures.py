# Part of Wengert, automatic differentiation for Swift.
# SPDX-License-Identifier: Apache-2.0 WITH Swift-exception
"""Makes the files of this folder, with NumPy 2.4; run it in the folder."""
import numpy as np, struct, json, zipfile, zlib, io
import numpy.lib.format as fmt
def save(name, a, version=None):
    with open(name, 'wb') as f: fmt.write_array(f, a, version=version)
r = np.random.default_rng(7)
m = np.arange(24).reshape(2,3,4)
save('float64.npy', m.astype('<f8')/4 - 1)
save('float32.npy', m.astype('<f4')/4 - 1)
save('int32.npy', m.astype('<i4')*1000-5)
save('int64.npy', m.astype('<i8')*10**15-5)
save('bool.npy', m % 3 == 0)
save('fortran.npy', np.asfortranarray(m.astype('<f8')))
save('fortran_bool.npy', np.asfortranarray(m % 3 == 0))
save('big_endian.npy', m.astype('>f8')/4 - 1)
save('big_endian_fortran_int16.npy', np.asfortranarray(m.astype('>i2')*100-300))
save('scalar.npy', np.array(2.5))
save('empty.npy', np.zeros((0,3), 'f4'))
save('version2.npy', np.arange(3.0), (2,0))
save('version3.npy', np.arange(3.0), (3,0))
save('float16.npy', np.array([0, -0.0, 1, -1.5, 65504, 6e-8, 6.1e-5, np.inf, -np.inf, 1/3],'f2'))
save('int8.npy', np.array([-128,-1,0,127],'i1'))
save('uint8.npy', np.array([0,1,128,255],'u1'))
save('uint16.npy', np.array([0,65535],'>u2'))
save('uint32.npy', np.array([0,2**32-1],'u4'))
save('uint64.npy', np.array([0,2**63-1],'u8'))
save('uint64_too_large.npy', np.array([0,2**63],'u8'))
save('objects.npy', np.array([{}, None], dtype=object))
save('text.npy', np.array(['a','bc']))
save('complex.npy', np.array([1j]))
save('records.npy', np.zeros(2, [('a','f4'),('b','i4')]))
save('rank64.npy', np.full((1,)*64, 7.0))
save('dates.npy', np.array(['2020-01-01'],'M8[D]'))

arrays = {'weight': m.astype('f8')/4 - 1, 'bias': np.arange(3, dtype='f4'), 'layers/0/kernel': m % 3 == 0, 'höhe': np.array(5)}
np.savez('stored.npz', **arrays)
np.savez_compressed('compressed.npz', zeros=np.zeros((100,100)), ramp=np.arange(1000, dtype='i4') % 37, **arrays)
# random-ish bytes: dynamic codes longer than ten bits, and stored blocks
def member(a):
    b = io.BytesIO(); np.save(b, a); return b.getvalue()
skew = np.minimum(r.geometric(0.25, 4000)-1, 40).astype('i1')
with zipfile.ZipFile('deflate.npz','w') as z:
    for level, strategy, name in [(0,0,'stored_blocks'),(9,zlib.Z_FIXED,'fixed'),(9,zlib.Z_HUFFMAN_ONLY,'huffman_only'),(9,zlib.Z_RLE,'rle'),(6,0,'normal')]:
        data = member(skew if name!='stored_blocks' else skew[:500])
        # zipfile cannot choose the strategy; put the compressed bytes in by hand
        c = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy); comp = c.compress(data)+c.flush()
        zi = zipfile.ZipInfo(name+'.npy', (1980,1,1,0,0,0)); zi.compress_type = zipfile.ZIP_STORED
        z.writestr(zi, comp)
        zi.compress_type = zipfile.ZIP_DEFLATED; zi.file_size = len(data); zi.CRC = zlib.crc32(data)
        # patch the local header
        pos = z.fp.tell(); z.fp.seek(zi.header_offset); z.fp.write(zi.FileHeader(False)); z.fp.seek(pos)
old = zipfile.ZIP64_LIMIT
zipfile.ZIP64_LIMIT = 10
with zipfile.ZipFile('zip64.npz','w') as z:
    for k,v in [('a',np.arange(5.0)),('b',np.arange(3,dtype='i4'))]:
        with z.open(zipfile.ZipInfo(k+'.npy'),'w',force_zip64=True) as f: f.write(member(v))
    z.comment = b'a comment'
zipfile.ZIP64_LIMIT = old

def st(name, tensors, meta=None, pad=0):
    h, data = {}, b''
    if meta is not None: h['__metadata__'] = meta
    for k,(t,shape,b) in tensors.items():
        h[k] = {'dtype': t, 'shape': shape, 'data_offsets': [len(data), len(data)+len(b)]}; data += b
    j = json.dumps(h).encode(); j += b' '*(-len(j)%8)
    open(name,'wb').write(struct.pack('<Q', len(j))+j+data)
bf = (np.array([1.5,-2,3e38],'f4').view('u4')>>16).astype('u2')
st('all.safetensors', {
 'F64': ('F64',[2,3,4],(m.astype('f8')/4-1).tobytes()),
 'F32': ('F32',[24],(m.astype('f4')/4-1).tobytes()),
 'I64': ('I64',[2],np.array([-1,2**62]).tobytes()),
 'I32': ('I32',[],np.array(-7,'i4').tobytes()),
 'BOOL': ('BOOL',[3],b'\1\0\1'),
 'F16': ('F16',[2],np.array([0.5,-2],'f2').tobytes()),
 'BF16': ('BF16',[3],bf.tobytes()),
 'U8': ('U8',[2],b'\0\xff'), 'I8': ('I8',[2],b'\x80\x7f'), 'I16': ('I16',[1],struct.pack('<h',-300)),
 'empty': ('F32',[0,5],b''), 'größe "q"\n': ('F32',[1],struct.pack('<f',1))}, {'format':'np','who':'händ \U0001F600'})
open('iris.csv','w').write('''sepal_length,sepal_width,petal_length,petal_width,species
5.1,3.5,1.4,0.2,setosa
7.0,3.2,4.7,1.4,versicolor
6.3,3.3,6.0,2.5,virginica
4.9,3.0,1.4,0.2,setosa
''')
