"""Trains five small networks of PyTorch and one of scikit-learn on scikit-learn's digits and exports them, with the inputs that `quantizing.py` compares on.

    quantizing_models.py      writes NAME.onnx, NAME.npz (200 test pictures) and NAME.cal.npz (200 training pictures) here

Needs PyTorch, onnxscript, scikit-learn and skl2onnx, as Tests/requirements*.txt have them.
"""

import numpy as np, torch, sys
from torch import nn
torch.set_num_threads(1)
from sklearn.datasets import load_digits
X,y=load_digits(return_X_y=True); X=(X/16).astype('float32'); rng=np.random.default_rng(0); p=rng.permutation(len(X)); X,y=X[p],y[p]
tr=slice(0,1400); te=slice(1400,None)
class CNN(nn.Module):
    def __init__(s):
        super().__init__()
        s.a=nn.Sequential(nn.Conv2d(1,32,3,padding=1),nn.BatchNorm2d(32),nn.ReLU(),nn.Conv2d(32,64,3,padding=1),nn.BatchNorm2d(64),nn.ReLU(),nn.MaxPool2d(2))
        s.b=nn.Sequential(nn.Conv2d(64,64,3,padding=1),nn.BatchNorm2d(64),nn.ReLU(),nn.Conv2d(64,64,3,padding=1),nn.BatchNorm2d(64))
        s.c=nn.Linear(64,10)
    def forward(s,x):
        x=s.a(x); x=torch.relu(x+s.b(x)); x=x.mean((2,3)); return s.c(x)
class MLP(nn.Module):
    def __init__(s): super().__init__(); s.n=nn.Sequential(nn.Linear(64,256),nn.ReLU(),nn.Linear(256,128),nn.ReLU(),nn.Linear(128,10))
    def forward(s,x): return s.n(x.flatten(1))
class RNN(nn.Module):
    def __init__(s,k): super().__init__(); s.r=k(8,96,batch_first=True); s.c=nn.Linear(96,10)
    def forward(s,x): o,_=s.r(x); return s.c(o[:,-1])
class TR(nn.Module):
    def __init__(s):
        super().__init__(); s.e=nn.Linear(8,64); s.p=nn.Parameter(torch.randn(8,64)*.1)
        s.t=nn.TransformerEncoder(nn.TransformerEncoderLayer(64,4,128,batch_first=True,dropout=0.0),2); s.c=nn.Linear(64,10)
    def forward(s,x): return s.c(s.t(s.e(x)+s.p).mean(1))
shapes={'mlp':(MLP(),(-1,8,8)),'cnn':(CNN(),(-1,1,8,8)),'lstm':(RNN(nn.LSTM),(-1,8,8)),'gru':(RNN(nn.GRU),(-1,8,8)),'transformer':(TR(),(-1,8,8))}
for n,(m,sh) in shapes.items():
    torch.manual_seed(0); A=torch.tensor(X.reshape(sh)); Y=torch.tensor(y)
    o=torch.optim.Adam(m.parameters(),2e-3)
    for ep in range(25):
        for i in range(0,1400,64):
            o.zero_grad(); l=nn.functional.cross_entropy(m(A[tr][i:i+64]),Y[tr][i:i+64]); l.backward(); o.step()
    m.eval()
    acc=(m(A[te]).argmax(1)==Y[te]).float().mean().item(); print(n,acc)
    np.savez(f'{n}.cal.npz',x=X.reshape(sh)[tr][:200]); np.savez(f'{n}.npz',x=X.reshape(sh)[te][:200])
    try:
        torch.onnx.export(m,(A[:2],),f'{n}.onnx',input_names=['x'],output_names=['y'],dynamic_axes={'x':{0:'n'},'y':{0:'n'}},opset_version=17,dynamo=False)
    except Exception as e:
        print('legacy failed',e); torch.onnx.export(m,(A[:2],),f'{n}.onnx',input_names=['x'],output_names=['y'],dynamic_shapes={'x':{0:torch.export.Dim('n')}},opset_version=18)
from sklearn.neural_network import MLPClassifier
from skl2onnx import to_onnx
flat=X.reshape(-1,64); m=MLPClassifier((128,64),max_iter=200,random_state=0).fit(flat[tr],y[tr]); print('sklearn',m.score(flat[te],y[te]))
open('sklearn.onnx','wb').write(to_onnx(m,flat[:1],options={'zipmap':False}).SerializeToString())
np.savez('sklearn.cal.npz',X=flat[tr][:200]); np.savez('sklearn.npz',X=flat[te][:200])
