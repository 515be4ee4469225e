document.querySelector('#loaded').textContent = 'script ran';
